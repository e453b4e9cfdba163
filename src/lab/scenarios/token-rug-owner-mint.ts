import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';
import { buy, launchToken, sell } from '../token-launch.js';

const detectorId = 'token-rug-owner-mint';

/** A token's owner makes nine times the supply and sells it to those who bought. */
export const tokenRugOwnerMint: Scenario = {
  detectorId,

  *attack(stage) {
    const maker = stage.newcomer('mint-rugger', ether(35));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'MintableCoin', 'Comet', 30);
    for (let block = 0; block < 2; block += 1) {
      for (let i = 0; i < 3; i += 1) buy(stage, stage.user(), router, coin, ether(1));
      yield;
    }
    const minted = stage.act(maker, coin, 'mint', [maker.address, ether(9_000_000)]);
    const sold = sell(stage, maker, router, coin, ether(9_000_000));
    return deeds(detectorId, 'attack', minted, sold);
  },

  /** An owner makes two percent for those who stake, and sells nothing; a holder sells what it bought. */
  *twin(stage) {
    const maker = stage.newcomer('coin-maker', ether(35));
    yield;
    const { coin, router } = yield* launchToken(stage, maker, 'MintableCoin', 'Anchor', 30);
    const holder = stage.newcomer('holder', ether(3));
    yield;
    buy(stage, holder, router, coin, ether(1));
    stage.act(holder, coin, 'approve', [router.address, ether(1_000_000)]);
    yield;
    const stakers = stage.create(maker, 'InstantRewards', [coin.address]);
    yield;
    return deeds(
      detectorId,
      'twin',
      stage.act(maker, coin, 'mint', [stakers.address, ether(20_000)]),
      sell(stage, holder, router, coin, ether(9_000)),
    );
  },
};
