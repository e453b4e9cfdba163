import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'funding-from-no-kyc-swap';

/** The first coins of an account come from a desk that asks for no name. */
export const fundingFromNoKycSwap: Scenario = {
  detectorId,

  *attack(stage) {
    yield;
    const fresh = stage.stranger('unnamed');
    return deeds(detectorId, 'attack', pay(stage, stage.plan.residents.swapDesk, fresh.address, ether(3)));
  },

  /** The desk pays one who has lived here from the start, and an exchange pays somebody new. */
  *twin(stage) {
    const { swapDesk, exchange } = stage.plan.residents;
    yield;
    return deeds(
      detectorId,
      'twin',
      pay(stage, swapDesk, stage.user().address, ether(3)),
      pay(stage, exchange, stage.stranger('customer').address, ether(3)),
    );
  },
};
