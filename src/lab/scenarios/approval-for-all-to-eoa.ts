import { ether } from '../amounts.js';
import { approveForAll, collectionFor } from '../nft-house.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'approval-for-all-to-eoa';

/** A collector lets a plain account move all pieces, and it does. */
export const approvalForAllToEoa: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const victim = stage.newcomer('collector', ether(1));
    const thief = stage.newcomer('piece-thief', ether(1));
    const collection = yield* collectionFor(stage, merchant, 'Lanterns', [victim, victim]);
    const sent = approveForAll(stage, victim, collection, thief.address);
    yield;
    for (const piece of [1n, 2n]) stage.act(thief, collection, 'transferFrom', [victim.address, thief.address, piece]);
    return deeds(detectorId, 'attack', sent);
  },

  /** A collector lets a market do so, and takes such a word back from a plain account. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const collector = stage.newcomer('collector', ether(1));
    const collection = yield* collectionFor(stage, merchant, 'Lanterns', [collector]);
    return deeds(
      detectorId,
      'twin',
      approveForAll(stage, collector, collection, visit(stage, 'nftMarket').address),
      approveForAll(stage, collector, collection, stage.user().address, false),
    );
  },
};
