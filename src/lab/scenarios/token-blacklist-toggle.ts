import { ether } from '../amounts.js';
import { someUsers } from '../houses.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';
import { buy, launchToken } from '../token-launch.js';

const detectorId = 'token-blacklist-toggle';

/** A token that is open, and people who have bought it. */
function* openedToken(stage: Stage, name: string) {
  const maker = stage.newcomer('switch-maker', ether(35));
  yield;
  const { coin, router } = yield* launchToken(stage, maker, 'SwitchCoin', name, 30);
  const opened = stage.act(maker, coin, 'setTradingEnabled', [true]);
  yield;
  const holders = someUsers(stage, 5);
  for (const holder of holders) buy(stage, holder, router, coin, ether(0.7));
  yield;
  return { maker, coin, opened, holders };
}

/** After people have bought, its owner switches transfers off, for all of them by name as well. */
export const tokenBlacklistToggle: Scenario = {
  detectorId,

  *attack(stage) {
    const { maker, coin, holders } = yield* openedToken(stage, 'Velvet');
    const banned = stage.act(maker, coin, 'blacklist', [holders.map(({ address }) => address), true]);
    yield;
    return deeds(detectorId, 'attack', banned, stage.act(maker, coin, 'setTradingEnabled', [false]));
  },

  /** A launch switches transfers on, and gives back to one what it was denied. */
  *twin(stage) {
    const { maker, coin, opened, holders } = yield* openedToken(stage, 'Linen');
    const [first = stage.user()] = holders;
    return deeds(detectorId, 'twin', opened, stage.act(maker, coin, 'blacklist', [[first.address], false]));
  },
};
