import type { Resident } from '../accounts.js';
import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { answer, lendingHouse, openLoan } from '../lending-house.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, HOUR_S } from '../story.js';

const detectorId = 'liquidation-cascade';
const BORROWERS = 9;

/** A market of borrowers, some closer to the edge than others, in which now and then one of them is liquidated. */
function* marketWithHistory(stage: Stage, keeper: Resident) {
  const { usd: dollar } = stage.plan.contracts;
  const { market, feed } = yield* lendingHouse(stage, 'feed', 600_000);
  const borrowers = Array.from({ length: BORROWERS }, () => stage.newcomer('borrower', ether(11)));
  mintUsd(stage, keeper.address, usd(400_000));
  approve(stage, keeper, dollar, market.address, UNLIMITED);
  yield;
  for (const [i, borrower] of borrowers.entries()) openLoan(stage, market, borrower, ether(10), usd(i < 2 ? 18_700 : 18_000));
  yield 6 * HOUR_S;
  priceIs(stage, feed, 2_470);
  yield;
  const [first, second, ...others] = borrowers;
  if (first !== undefined) liquidate(stage, market, keeper, first, 18_700);
  yield 12 * HOUR_S;
  return { market, feed, second, others };
}

function priceIs(stage: Stage, feed: Contract, usdPerEther: number): void {
  stage.act(stage.plan.residents.merchant, feed, 'transmit', [answer(usdPerEther)]);
}

function liquidate(stage: Stage, market: Contract, keeper: Resident, borrower: Resident, debtUsd: number) {
  const { weth, usd: dollar } = stage.plan.contracts;
  return stage.act(keeper, market, 'liquidationCall', [weth, dollar, borrower.address, usd(debtUsd / 2), false]);
}

/** The price falls by a sixth, and within two blocks nearly everybody is liquidated. */
export const liquidationCascade: Scenario = {
  detectorId,
  takesTime: ['attack', 'twin'],

  *attack(stage) {
    const keeper = stage.newcomer('keeper', ether(2));
    const { market, feed, others } = yield* marketWithHistory(stage, keeper);
    priceIs(stage, feed, 2_080);
    yield;
    for (const borrower of others.slice(0, 3)) liquidate(stage, market, keeper, borrower, 18_000);
    yield;
    const last = others.slice(3).map((borrower) => liquidate(stage, market, keeper, borrower, 18_000));
    return deeds(detectorId, 'attack', ...last.slice(-1));
  },

  /** One more of the usual kind. */
  *twin(stage) {
    const keeper = stage.newcomer('keeper', ether(2));
    const { market, second } = yield* marketWithHistory(stage, keeper);
    return second === undefined ? [] : deeds(detectorId, 'twin', liquidate(stage, market, keeper, second, 18_700));
  },
};
