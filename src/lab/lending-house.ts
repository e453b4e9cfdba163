import type { Resident } from './accounts.js';
import { approve, mintUsd, wrap } from './actions.js';
import { UNLIMITED, USD_PER_ETHER, usd } from './amounts.js';
import type { Contract, Stage } from './stage.js';

/** Chainlink answers have eight decimals. */
export function answer(usdPerEther: number): bigint {
  return BigInt(Math.round(usdPerEther * 100)) * 10n ** 6n;
}

/** A lender of dollars against ether (see Lending.sol): by a feed, or by the spot price of the town's pool. One block. */
export function* lendingHouse(stage: Stage, kind: 'feed' | 'spot', stockUsd: number) {
  const { merchant } = stage.plan.residents;
  const { weth, usd: dollar, pair } = stage.plan.contracts;
  const feed =
    kind === 'feed' ? stage.create(merchant, 'PriceFeed', [answer(USD_PER_ETHER)]) : stage.create(merchant, 'SpotFeed', [pair, weth]);
  const oracle = stage.create(merchant, 'PriceOracle', [[weth], [feed.address]]);
  const market = stage.create(merchant, 'LendingMarket', [weth, dollar, oracle.address]);
  mintUsd(stage, market.address, usd(stockUsd));
  yield;
  return { market, oracle, feed };
}

/** Somebody brings ether and borrows dollars against it, in one block. */
export function openLoan(stage: Stage, market: Contract, borrower: Resident, collateralWei: bigint, debt: bigint): void {
  const { weth, usd: dollar } = stage.plan.contracts;
  wrap(stage, borrower, collateralWei);
  approve(stage, borrower, weth, market.address, UNLIMITED);
  stage.act(borrower, market, 'supply', [weth, collateralWei, borrower.address, 0]);
  stage.act(borrower, market, 'borrow', [dollar, debt, 2n, 0, borrower.address]);
}
