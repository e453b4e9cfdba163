import { ether } from '../amounts.js';
import { approveForAll, collectionFor, fill } from '../nft-house.js';
import { visit } from '../place-contracts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'nft-order-for-nothing';

/** Pieces that sell for two ether go for a unit: their owner was made to sign. */
export const nftOrderForNothing: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const [victim, seller, buyer] = ['order-victim', 'seller', 'buyer'].map((role) => stage.newcomer(role, ether(8)));
    const thief = stage.newcomer('order-thief', ether(1));
    if (victim === undefined || seller === undefined || buyer === undefined) return [];
    const market = visit(stage, 'nftMarket');
    const collection = yield* collectionFor(stage, merchant, 'Fog Over Town', [victim, seller, seller]);
    for (const owner of [victim, seller]) approveForAll(stage, owner, collection, market.address);
    fill(stage, buyer, seller, collection, 2n, ether(2));
    yield;
    fill(stage, buyer, seller, collection, 3n, ether(2.2));
    yield;
    return deeds(detectorId, 'attack', fill(stage, thief, victim, collection, 1n, 1n));
  },

  /** A piece for its usual price, and a gift by its owner. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const [seller, buyer] = [stage.newcomer('seller', ether(1)), stage.newcomer('buyer', ether(8))];
    const market = visit(stage, 'nftMarket');
    const collection = yield* collectionFor(stage, merchant, 'Fog Over Town', [seller, seller, seller]);
    approveForAll(stage, seller, collection, market.address);
    fill(stage, buyer, seller, collection, 1n, ether(2));
    yield;
    return deeds(
      detectorId,
      'twin',
      fill(stage, buyer, seller, collection, 2n, ether(1.8)),
      stage.act(seller, collection, 'transferFrom', [seller.address, stage.user().address, 3n]),
    );
  },
};
