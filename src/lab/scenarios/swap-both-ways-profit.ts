import { transfer, wrap } from '../actions.js';
import { ether, UNLIMITED } from '../amounts.js';
import { refillMarketMaker, swapArgs } from '../houses.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, type Step, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'swap-both-ways-profit';

/** Ether into dollars and back through one pool, with something in between. */
function thereAndBack(stage: Stage, agent: Contract, wei: bigint, between: readonly Step[]): readonly Step[] {
  const { usd: dollar, weth, router } = townContracts(stage);
  return [
    stepOf(stage, weth, 'approve', [router.address, UNLIMITED]),
    stepOf(stage, dollar, 'approve', [router.address, UNLIMITED]),
    stepOf(stage, router, 'swapExactTokensForTokens', swapArgs(wei, [weth, dollar], agent)),
    ...between,
    stepWithAll(stage, dollar, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [dollar, weth], agent)),
  ];
}

/** Between two swaps somebody makes a house sell at any price: bought back cheaper, with a hundred thousand to keep. */
export const swapBothWaysProfit: Scenario = {
  detectorId,

  *attack(stage) {
    const { treasury, merchant } = stage.plan.residents;
    const { weth, pair } = townContracts(stage);
    const trader = stage.newcomer('both-ways', ether(310));
    const house = stage.create(merchant, 'AutoCompounder', [pair.address, weth.address]);
    wrap(stage, treasury, ether(100));
    transfer(stage, treasury, weth.address, house.address, ether(100));
    yield;
    const agent = stage.create(trader, 'Agent');
    wrap(stage, trader, ether(300));
    transfer(stage, trader, weth.address, agent.address, ether(300));
    yield;
    const steps = [
      ...thereAndBack(stage, agent, ether(300), [stepOf(stage, house, 'compound')]),
      stepWithAll(stage, weth, 1, weth, 'transfer', [trader.address, 0n]),
    ];
    const sent = stage.act(trader, agent, 'run', [steps]);
    refillMarketMaker(stage, 100);
    return deeds(detectorId, 'attack', sent);
  },

  /** There and back in one transaction, and the fees are lost: somebody tries a new wallet. */
  *twin(stage) {
    const { weth } = townContracts(stage);
    const trader = stage.newcomer('tester', ether(25));
    yield;
    const agent = stage.create(trader, 'Agent');
    wrap(stage, trader, ether(20));
    transfer(stage, trader, weth.address, agent.address, ether(20));
    yield;
    return deeds(detectorId, 'twin', stage.act(trader, agent, 'run', [thereAndBack(stage, agent, ether(15), [])]));
  },
};
