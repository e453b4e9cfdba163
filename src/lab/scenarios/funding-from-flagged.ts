import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'funding-from-flagged';

/** The first coins of an account come from a known exploiter. */
export const fundingFromFlagged: Scenario = {
  detectorId,

  *attack(stage) {
    yield;
    const fresh = stage.stranger('accomplice');
    return deeds(detectorId, 'attack', pay(stage, stage.plan.residents.exploiter, fresh.address, ether(4)));
  },

  /** They come from a neighbour, of whom nobody knows anything bad. */
  *twin(stage) {
    yield;
    return deeds(detectorId, 'twin', pay(stage, stage.user(), stage.stranger('cousin').address, ether(4)));
  },
};
