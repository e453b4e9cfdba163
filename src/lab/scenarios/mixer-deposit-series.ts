import { pay } from '../actions.js';
import { ether } from '../amounts.js';
import { depositIntoMixer } from '../mixing.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'mixer-deposit-series';

/** One purse goes into a mixer, ten ether at a time, from itself and an account that it paid. */
export const mixerDepositSeries: Scenario = {
  detectorId,

  *attack(stage) {
    const purse = stage.newcomer('launderer', ether(95));
    const helper = stage.stranger('launder-helper');
    yield;
    pay(stage, purse, helper.address, ether(32));
    for (let i = 0; i < 3; i += 1) depositIntoMixer(stage, purse);
    yield;
    for (let i = 0; i < 2; i += 1) depositIntoMixer(stage, helper);
    yield;
    depositIntoMixer(stage, purse);
    return deeds(detectorId, 'attack', depositIntoMixer(stage, purse).sent);
  },

  /** Somebody who wants to be let alone puts in ten ether, once; and so does a neighbour. */
  *twin(stage) {
    const one = stage.newcomer('private', ether(12), stage.plan.residents.exchange);
    yield;
    const first = depositIntoMixer(stage, one);
    yield;
    return deeds(detectorId, 'twin', first.sent, depositIntoMixer(stage, stage.user()).sent);
  },
};
