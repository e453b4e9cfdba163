import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import { depositIntoMixer, withdrawFromMixer } from '../mixing.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'funding-from-mixer';

/** Nobody has seen an account before a mixer pays it, nor the one that it passes the coins on to. */
export const fundingFromMixer: Scenario = {
  detectorId,

  *attack(stage) {
    const depositor = stage.newcomer('depositor', ether(12));
    yield;
    const { note } = depositIntoMixer(stage, depositor);
    yield;
    const fresh = stage.stranger('mixed');
    const next = stage.stranger('mixed-next');
    const funded = withdrawFromMixer(stage, stage.plan.residents.merchant, note, fresh.address);
    yield;
    return deeds(detectorId, 'attack', funded, pay(stage, fresh, next.address, ether(8)));
  },

  /** An exchange pays somebody new; and the mixer pays one who has lived here from the start. */
  *twin(stage) {
    const { exchange, merchant } = stage.plan.residents;
    const depositor = stage.newcomer('depositor', ether(12));
    yield;
    const { note } = depositIntoMixer(stage, depositor);
    yield;
    return deeds(
      detectorId,
      'twin',
      pay(stage, exchange, stage.stranger('customer').address, ether(9)),
      withdrawFromMixer(stage, merchant, note, stage.user().address),
    );
  },
};
