import { ether, UNLIMITED, usd } from '../amounts.js';
import { flash, rewardRaid, stockedRewards, swapArgs } from '../houses.js';
import { answer, lendingHouse, openLoan } from '../lending-house.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, stepWithAll, townContracts } from '../story.js';

const detectorId = 'flash-loan-foreign-call';

/** Inside a flash loan a house is called that is neither pool nor router, and tokens come out of it. */
export const flashLoanForeignCall: Scenario = {
  detectorId,

  *attack(stage) {
    const raider = stage.newcomer('raider', ether(1));
    const rewards = yield* stockedRewards(stage, 210_000);
    const agent = stage.create(raider, 'FlashAgent');
    yield;
    const loan = usd(25_000_000);
    return deeds(detectorId, 'attack', flash(stage, raider, agent, townContracts(stage).usd, loan, rewardRaid(stage, rewards, loan)));
  },

  /** A keeper liquidates a loan that is no longer covered, with borrowed dollars, and sells what it gets. */
  *twin(stage) {
    const keeper = stage.newcomer('keeper', ether(1));
    const borrower = stage.newcomer('borrower', ether(12));
    const { market, feed } = yield* lendingHouse(stage, 'feed', 60_000);
    openLoan(stage, market, borrower, ether(10), usd(18_700));
    const agent = stage.create(keeper, 'FlashAgent');
    yield;
    stage.act(stage.plan.residents.merchant, feed, 'transmit', [answer(2_460)]);
    yield;
    const { usd: dollar, weth, router } = townContracts(stage);
    const debt = usd(9_350);
    const steps = [
      stepOf(stage, dollar, 'approve', [market.address, UNLIMITED]),
      stepOf(stage, market, 'liquidationCall', [weth.address, dollar.address, borrower.address, debt, false]),
      stepOf(stage, weth, 'approve', [router.address, UNLIMITED]),
      stepWithAll(stage, weth, 0, router, 'swapExactTokensForTokens', swapArgs(0n, [weth, dollar], agent)),
    ];
    return deeds(detectorId, 'twin', flash(stage, keeper, agent, dollar, debt, steps));
  },
};
