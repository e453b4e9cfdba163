import { mintUsd, pay, transfer } from '../actions.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'taint-inflow';

/** An exploiter's ether comes to a desk through an account in between. */
export const taintInflow: Scenario = {
  detectorId,

  *attack(stage) {
    const { exploiter } = stage.plan.residents;
    const mule = stage.newcomer('mule', ether(0.1));
    const desk = stage.newcomer('desk', ether(30));
    yield;
    pay(stage, exploiter, mule.address, ether(45));
    yield;
    return deeds(detectorId, 'attack', pay(stage, mule, desk.address, ether(44)));
  },

  /** As much comes to a desk from somebody who had it from an exchange, and dollars from a neighbour. */
  *twin(stage) {
    const { exchange } = stage.plan.residents;
    const seller = stage.newcomer('seller', ether(45), exchange);
    const desk = stage.newcomer('desk', ether(30));
    const neighbour = stage.user();
    mintUsd(stage, neighbour.address, usd(60_000));
    yield;
    yield;
    return deeds(
      detectorId,
      'twin',
      pay(stage, seller, desk.address, ether(44)),
      transfer(stage, neighbour, stage.plan.contracts.usd, desk.address, usd(60_000)),
    );
  },
};
