import { mintUsd, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { refillMarketMaker, swapArgs } from '../houses.js';
import { lendingHouse } from '../lending-house.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'oracle-spot-swing';

/** Dollars become ether, some of it is pledged, and dollars are borrowed against it. */
function buyPledgeBorrow(stage: Stage, agent: Contract, market: Contract, spent: bigint, pledged: bigint, borrowed: bigint) {
  const { usd: dollar, weth, router } = townContracts(stage);
  return [
    stepOf(stage, dollar, 'approve', [router.address, UNLIMITED]),
    stepOf(stage, router, 'swapExactTokensForTokens', swapArgs(spent, [dollar, weth], agent)),
    stepOf(stage, weth, 'approve', [market.address, UNLIMITED]),
    stepOf(stage, market, 'supply', [weth.address, pledged, agent.address, 0]),
    stepOf(stage, market, 'borrow', [dollar.address, borrowed, 2n, 0, agent.address]),
  ];
}

/** A rich account makes ether four times as dear in the pool that a lender reads, borrows at that price, and trades back. */
export const oracleSpotSwing: Scenario = {
  detectorId,

  *attack(stage) {
    const attacker = stage.newcomer('swinger', ether(1));
    const { market } = yield* lendingHouse(stage, 'spot', 600_000);
    const agent = stage.create(attacker, 'Agent');
    const { usd: dollar, weth, router } = townContracts(stage);
    mintUsd(stage, attacker.address, usd(2_500_000));
    transfer(stage, attacker, dollar.address, agent.address, usd(2_500_000));
    yield;
    const steps = [
      ...buyPledgeBorrow(stage, agent, market, usd(2_500_000), ether(60), usd(400_000)),
      stepOf(stage, weth, 'approve', [router.address, UNLIMITED]),
      stepWithAll(stage, weth, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [weth, dollar], agent)),
      stepWithAll(stage, dollar, 1, dollar, 'transfer', [attacker.address, 0n]),
    ];
    const sent = stage.act(attacker, agent, 'run', [steps]);
    refillMarketMaker(stage, 80);
    return deeds(detectorId, 'attack', sent);
  },

  /** Leverage in one transaction, with the same lender: the price moves by less than a percent. */
  *twin(stage) {
    const trader = stage.newcomer('leveraged', ether(1));
    const { market } = yield* lendingHouse(stage, 'spot', 600_000);
    const agent = stage.create(trader, 'Agent');
    const { usd: dollar } = townContracts(stage);
    mintUsd(stage, trader.address, usd(10_000));
    transfer(stage, trader, dollar.address, agent.address, usd(10_000));
    yield;
    const steps = buyPledgeBorrow(stage, agent, market, usd(9_000), ether(2), usd(2_000));
    return deeds(detectorId, 'twin', stage.act(trader, agent, 'run', [steps]));
  },
};
