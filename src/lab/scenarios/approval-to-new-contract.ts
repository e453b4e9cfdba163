import { approve } from '../actions.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds } from '../story.js';

const detectorId = 'approval-to-new-contract';

/** A wallet approves a contract that was deployed a block before by an account that is as new. */
export const approvalToNewContract: Scenario = {
  detectorId,
  takesTime: ['twin'],

  *attack(stage) {
    const phisher = stage.newcomer('new-phisher', ether(1));
    yield;
    const contract = stage.create(phisher, 'Collector');
    yield;
    const victim = stage.user();
    return deeds(detectorId, 'attack', approve(stage, victim, stage.plan.contracts.usd, contract.address, usd(5_000)));
  },

  /** It approves one that stands for a week, and one that is new and known to all: by its label. */
  *twin(stage) {
    const { contracts, places } = stage.plan;
    const merchant = stage.newcomer('new-merchant', ether(1));
    yield;
    const contract = stage.create(merchant, 'Collector');
    yield 8 * DAY_S;
    const user = stage.user();
    return deeds(
      detectorId,
      'twin',
      approve(stage, user, contracts.usd, contract.address, usd(5_000)),
      approve(stage, user, contracts.usd, places.permit2.address, usd(5_000)),
    );
  },
};
