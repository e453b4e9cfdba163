import type { Resident } from './accounts.js';
import { mintUsd, transfer, wrap } from './actions.js';
import { ether, USD_PER_ETHER, usd } from './amounts.js';
import type { Contract, Stage } from './stage.js';

/** Prices a third down and half up. */
export const WIDE = 4_000;

function sqrt(value: bigint): bigint {
  let root = value;
  for (let next = (value + 1n) / 2n; next < root; next = (value / next + next) / 2n) root = next;
  return root;
}

/** A pool of ether and dollars with a wide position of a maker's (see ConcentratedPool.sol), and a user contract for each of these people. Three blocks. */
export function* concentratedHouse(stage: Stage, people: readonly Resident[]) {
  const { weth, usd: dollar } = stage.plan.contracts;
  const maker = stage.newcomer('range-maker', ether(120));
  yield;
  const pool = stage.create(maker, 'ConcentratedPool', [weth, dollar]);
  const isWethFirst = weth < dollar;
  // Dollars have six decimals, ether 18.
  const price = isWethFirst ? (BigInt(USD_PER_ETHER) << 192n) / 10n ** 12n : ((10n ** 12n) << 192n) / BigInt(USD_PER_ETHER);
  const sqrtPrice = sqrt(price);
  stage.act(maker, pool, 'initialize', [sqrtPrice]);
  const [own, ...users] = [maker, ...people].map((one) => stage.create(one, 'PoolUser', [pool.address]));
  yield;
  wrap(stage, maker, ether(100));
  if (own !== undefined) fund(stage, maker, own, 100);
  const middle = tickOf(isWethFirst);
  const range: readonly [number, number] = [middle - WIDE, middle + WIDE];
  if (own !== undefined) stage.act(maker, own, 'provide', [...range, liquidityOf(20)]);
  yield;
  return { pool, users, range, middle, isWethFirst };
}

/** Ether and as many dollars' worth to a person's pool contract. */
export function fund(stage: Stage, owner: Resident, user: Contract, etherAmount: number): void {
  const { weth } = stage.plan.contracts;
  mintUsd(stage, user.address, usd(etherAmount * USD_PER_ETHER));
  transfer(stage, owner, weth, user.address, ether(etherAmount));
}

/** Liquidity of a position over all prices with so much ether: sqrt(ether x dollars). */
export function liquidityOf(etherAmount: number): bigint {
  return sqrt(ether(etherAmount) * usd(etherAmount * USD_PER_ETHER));
}

/** Tick of the town's price: log of 2500 x 10^6 / 10^18 by 1.0001, to the nearest hundred. */
function tickOf(isWethFirst: boolean): number {
  const tick = Math.round(Math.log((USD_PER_ETHER * 1e6) / 1e18) / Math.log(1.0001) / 100) * 100;
  return isWethFirst ? tick : -tick;
}
