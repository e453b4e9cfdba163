import { ether } from '../amounts.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'gas-outlier';
const ROUNDS = 10;

/** A contract whose function has cost nearly the same thirty times. */
function* houseWithHistory(stage: Stage) {
  const house: Contract = stage.create(stage.plan.residents.merchant, 'PayRound');
  yield;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < 3; i += 1) stage.act(stage.user(), house, 'payRound', [BigInt(stage.random.between(2, 3))]);
    yield;
  }
  return house;
}

/** Somebody makes it do a hundred times as much. */
export const gasOutlier: Scenario = {
  detectorId,

  *attack(stage) {
    const griefer = stage.newcomer('griefer', ether(2));
    const house = yield* houseWithHistory(stage);
    return deeds(detectorId, 'attack', stage.act(griefer, house, 'payRound', [200n]));
  },

  /** Twice as much is a large round. */
  *twin(stage) {
    const house = yield* houseWithHistory(stage);
    return deeds(detectorId, 'twin', stage.act(stage.user(), house, 'payRound', [5n]));
  },
};
