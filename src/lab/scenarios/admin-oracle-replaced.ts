import { ether, USD_PER_ETHER } from '../amounts.js';
import { answer, lendingHouse } from '../lending-house.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'admin-oracle-replaced';

/** A lender's price of ether comes from a feed of a stranger's from now on, and then the whole oracle is another. */
export const adminOracleReplaced: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const { weth } = stage.plan.contracts;
    const intruder = stage.newcomer('feed-maker', ether(1));
    const { market, oracle } = yield* lendingHouse(stage, 'feed', 60_000);
    const feed = stage.create(intruder, 'PriceFeed', [answer(90_000)]);
    yield;
    const source = stage.act(merchant, oracle, 'setAssetSources', [[weth], [feed.address]]);
    const other = stage.create(intruder, 'PriceOracle', [[weth], [feed.address]]);
    yield;
    return deeds(detectorId, 'attack', source, stage.act(merchant, market, 'setPriceOracle', [other.address]));
  },

  /** The feed goes on saying what ether costs, and a new lender is built with its first oracle. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const { feed } = yield* lendingHouse(stage, 'feed', 60_000);
    const told = [1, 2].map((i) => stage.act(merchant, feed, 'transmit', [answer(USD_PER_ETHER + i * 3)]));
    return deeds(detectorId, 'twin', ...told);
  },
};
