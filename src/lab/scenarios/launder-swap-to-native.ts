import type { Resident } from '../accounts.js';
import { approve, mintUsd, transfer } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'launder-swap-to-native';

/** A pool of dollars and ether with a router that pays ether out. Two blocks. */
function* exchangeHouse(stage: Stage) {
  const { usd: dollar, weth } = stage.plan.contracts;
  const maker = stage.newcomer('pool-maker', ether(110));
  mintUsd(stage, maker.address, usd(250_000));
  yield;
  const factory = stage.create(maker, 'AmmFactory');
  const router = stage.create(maker, 'AmmRouter', [factory.address, weth]);
  stage.act(maker, { name: 'WrappedEther', address: weth }, 'deposit', [], { valueWei: ether(100) });
  for (const token of [dollar, weth]) approve(stage, maker, token, router.address, UNLIMITED);
  stage.act(maker, router, 'addLiquidity', [dollar, weth, usd(250_000), ether(100), 0n, 0n, maker.address, 2n ** 40n]);
  yield;
  return router;
}

function swapToEther(stage: Stage, by: Resident, router: Contract, amount: bigint) {
  const { usd: dollar, weth } = stage.plan.contracts;
  approve(stage, by, dollar, router.address, amount);
  return stage.act(by, router, 'swapExactTokensForETH', [amount, 0n, [dollar, weth], by.address, 2n ** 40n]);
}

/** An exploiter makes ether of stolen dollars. */
export const launderSwapToNative: Scenario = {
  detectorId,

  *attack(stage) {
    const { exploiter } = stage.plan.residents;
    const victim = stage.newcomer('robbed', ether(1));
    mintUsd(stage, victim.address, usd(45_000));
    const router = yield* exchangeHouse(stage);
    approve(stage, victim, stage.plan.contracts.usd, exploiter.address, UNLIMITED);
    const { usd: dollar } = stage.plan.contracts;
    stage.act(exploiter, { name: 'Token', address: dollar }, 'transferFrom', [victim.address, exploiter.address, usd(45_000)]);
    yield;
    return deeds(detectorId, 'attack', swapToEther(stage, exploiter, router, usd(45_000)));
  },

  /** A merchant makes ether of what a customer paid. */
  *twin(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const merchant = stage.newcomer('paid-merchant', ether(1));
    const customer = stage.user();
    mintUsd(stage, customer.address, usd(45_000));
    const router = yield* exchangeHouse(stage);
    transfer(stage, customer, dollar, merchant.address, usd(45_000));
    yield;
    return deeds(detectorId, 'twin', swapToEther(stage, merchant, router, usd(45_000)));
  },
};
