import { randomAddress } from '../address.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { lendingHouse, openLoan } from '../lending-house.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'amount-overflow';

/** Two receivers of 2^255 units each: the sum runs over to nothing, and both have more than there ever was. */
export const amountOverflow: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const thief = stage.newcomer('overflower', ether(1));
    const coin = stage.create(merchant, 'BatchCoin', ['Plenty', 'PLTY', ether(7_000_000)]);
    yield;
    const receivers = [thief.address, randomAddress(stage.random)];
    return deeds(detectorId, 'attack', stage.act(thief, coin, 'batchTransfer', [receivers, 2n ** 255n]));
  },

  /** The same function with sums that exist, and a lender's word for everything: the largest number there is. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const coin = stage.create(merchant, 'BatchCoin', ['Plenty', 'PLTY', ether(7_000_000)]);
    const saver = stage.newcomer('saver', ether(4));
    const { market } = yield* lendingHouse(stage, 'feed', 20_000);
    openLoan(stage, market, saver, ether(2), usd(0));
    yield;
    const receivers = [stage.user().address, randomAddress(stage.random)];
    return deeds(
      detectorId,
      'twin',
      stage.act(merchant, coin, 'batchTransfer', [receivers, ether(1_500)]),
      stage.act(saver, market, 'withdraw', [stage.plan.contracts.weth, UNLIMITED, saver.address]),
    );
  },
};
