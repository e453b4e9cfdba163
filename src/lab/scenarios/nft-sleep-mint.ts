import { ether } from '../amounts.js';
import { collectionFor } from '../nft-house.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'nft-sleep-mint';

/** A piece is minted to a famous artist, and moved from there by the collection's maker: as if the artist had given it. */
export const nftSleepMint: Scenario = {
  detectorId,

  *attack(stage) {
    const { custodian } = stage.plan.residents;
    const forger = stage.newcomer('sleep-minter', ether(1));
    yield;
    const collection = stage.create(forger, 'SleepCollection', ['Signed By The Master', 'SIGN']);
    stage.act(forger, collection, 'mintTo', [custodian.address]);
    yield;
    const moved = stage.act(forger, collection, 'transferFrom', [custodian.address, forger.address, 1n]);
    return deeds(detectorId, 'attack', moved);
  },

  /** An artist gives pieces away, and one of the owners passes hers on herself. */
  *twin(stage) {
    const artist = stage.newcomer('artist', ether(1));
    const owner = stage.newcomer('owner', ether(1));
    yield;
    const collection = yield* collectionFor(stage, artist, 'Town In Rain', [owner, artist]);
    return deeds(
      detectorId,
      'twin',
      stage.act(owner, collection, 'transferFrom', [owner.address, stage.user().address, 1n]),
      stage.act(artist, collection, 'transferFrom', [artist.address, owner.address, 2n]),
    );
  },
};
