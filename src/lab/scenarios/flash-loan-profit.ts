import { mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { flash, rewardRaid, stockedRewards, swapArgs } from '../houses.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'flash-loan-profit';

/** A second pool of ether and dollars, in which ether is three percent dearer. */
export function* dearPool(stage: Stage) {
  const { usd: dollar, weth } = townContracts(stage);
  const maker = stage.newcomer('pool-maker', ether(55));
  mintUsd(stage, maker.address, usd(129_000));
  yield;
  const factory = stage.create(maker, 'AmmFactory');
  const router = stage.create(maker, 'AmmRouter', [factory.address, weth.address]);
  stage.act(maker, weth, 'deposit', [], { valueWei: ether(50) });
  for (const each of [weth, dollar]) stage.act(maker, each, 'approve', [router.address, UNLIMITED]);
  const args = [weth.address, dollar.address, ether(50), usd(129_000), 0n, 0n, maker.address, 2n ** 40n];
  stage.act(maker, router, 'addLiquidity', args);
  yield;
  return router;
}

/** A whole reward pot, with dollars that are borrowed for one call. */
export const flashLoanProfit: Scenario = {
  detectorId,

  *attack(stage) {
    const raider = stage.newcomer('raider', ether(1));
    const rewards = yield* stockedRewards(stage, 320_000);
    const agent = stage.create(raider, 'FlashAgent');
    yield;
    const loan = usd(40_000_000);
    const { usd: dollar } = townContracts(stage);
    return deeds(detectorId, 'attack', flash(stage, raider, agent, dollar, loan, rewardRaid(stage, rewards, loan)));
  },

  /** A real arbitrage with borrowed dollars: ether is bought where it is cheap and sold where it is dear, for some hundred dollars. */
  *twin(stage) {
    const trader = stage.newcomer('arbitrageur', ether(1));
    const { usd: dollar, weth, router } = townContracts(stage);
    const amm = yield* dearPool(stage);
    const agent = stage.create(trader, 'FlashAgent');
    yield;
    const amount = usd(1_500);
    const steps = [
      stepOf(stage, dollar, 'approve', [router.address, UNLIMITED]),
      stepOf(stage, weth, 'approve', [amm.address, UNLIMITED]),
      stepOf(stage, router, 'swapExactTokensForTokens', swapArgs(amount, [dollar, weth], agent)),
      stepWithAll(stage, weth, 0, amm, 'swapExactTokensForTokens', swapArgs(0n, [weth, dollar], agent)),
    ];
    return deeds(detectorId, 'twin', flash(stage, trader, agent, dollar, amount, steps));
  },
};
