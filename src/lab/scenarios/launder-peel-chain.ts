import type { Resident } from '../accounts.js';
import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'launder-peel-chain';
const HOPS = 5;

/** From hand to hand through accounts that nobody has seen, a tenth taken off each time. */
function* peel(stage: Stage, from: Resident, etherAmount: number) {
  let [holder, left] = [from, etherAmount];
  const hops = [];
  for (let hop = 0; hop < HOPS; hop += 1) {
    const next = stage.stranger('peel');
    hops.push(pay(stage, holder, next.address, ether(left)));
    yield;
    hops.push(pay(stage, next, stage.stranger('peeled').address, ether(left / 10)));
    yield;
    [holder, left] = [next, left * 0.88];
  }
  hops.push(pay(stage, holder, stage.stranger('peel-end').address, ether(left)));
  return hops;
}

/** An exploiter's ether splits and hops. */
export const launderPeelChain: Scenario = {
  detectorId,

  *attack(stage) {
    const hops = yield* peel(stage, stage.plan.residents.exploiter, 60);
    return deeds(detectorId, 'attack', ...hops.slice(-1));
  },

  /** So does a saver's, who has it from an exchange: an estate that is divided. */
  *twin(stage) {
    const heir = stage.newcomer('heir', ether(65), stage.plan.residents.exchange);
    yield;
    return deeds(detectorId, 'twin', ...(yield* peel(stage, heir, 60)));
  },
};
