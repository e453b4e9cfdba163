import { mintUsd, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { refillMarketMaker, stockedLocker, swapArgs } from '../houses.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'profit-from-nothing';

/** All dollars of an agent become ether. */
function sellDollars(stage: Stage, agent: Contract) {
  const { usd: dollar, weth, router } = townContracts(stage);
  return [
    stepOf(stage, dollar, 'approve', [router.address, UNLIMITED]),
    stepWithAll(stage, dollar, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [dollar, weth], agent)),
    stepWithAll(stage, weth, 0, weth, 'withdraw', [0n]),
  ];
}

/** Somebody who brought nothing takes from a house what others put there, and leaves with ether. */
export const profitFromNothing: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('nobody', ether(1));
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 400_000);
    const agent = stage.create(thief, 'Agent');
    yield;
    const { usd: dollar } = townContracts(stage);
    const taking = stepOf(stage, locker, 'withdrawTo', [dollar.address, usd(320_000), agent.address]);
    const sent = stage.act(thief, agent, 'run', [[taking, ...sellDollars(stage, agent)]]);
    refillMarketMaker(stage, 60);
    return deeds(detectorId, 'attack', sent);
  },

  /** A saver takes home what it put there itself and sells it; a claimant sells a small gift. */
  *twin(stage) {
    const saver = stage.newcomer('saver', ether(1));
    const { usd: dollar } = townContracts(stage);
    const { locker } = yield* stockedLocker(stage, 'Locker', 400_000);
    const agent = stage.create(saver, 'Agent');
    const gifts = stage.create(stage.plan.residents.merchant, 'WelcomeGift', [dollar.address, usd(150)]);
    const claimant = stage.create(saver, 'Agent');
    mintUsd(stage, gifts.address, usd(10_000));
    mintUsd(stage, saver.address, usd(120_000));
    transfer(stage, saver, dollar.address, agent.address, usd(120_000));
    yield;
    const bring = [
      stepOf(stage, dollar, 'approve', [locker.address, UNLIMITED]),
      stepOf(stage, locker, 'deposit', [dollar.address, usd(120_000)]),
    ];
    stage.act(saver, agent, 'run', [bring]);
    yield;
    yield;
    const home = stepOf(stage, locker, 'withdraw', [dollar.address, usd(120_000)]);
    const gift = stepOf(stage, gifts, 'claimGift');
    return deeds(
      detectorId,
      'twin',
      stage.act(saver, agent, 'run', [[home, ...sellDollars(stage, agent)]]),
      stage.act(saver, claimant, 'run', [[gift, ...sellDollars(stage, claimant)]]),
    );
  },
};
