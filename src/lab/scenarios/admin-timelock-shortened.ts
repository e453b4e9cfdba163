import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'admin-timelock-shortened';
const ZERO = `0x${'00'.repeat(32)}`;

/** A delay of twenty seconds becomes another one, as the controller itself demands: announced, waited for, done. */
function* changeDelay(stage: Stage, seconds: bigint) {
  const { governor } = stage.plan.residents;
  const controller: Contract = stage.create(governor, 'DelayController', [20n]);
  yield;
  const data = stage.calldata(controller, 'updateDelay', [seconds]);
  stage.act(governor, controller, 'schedule', [controller.address, 0n, data, ZERO, ZERO, 20n]);
  yield 24;
  return stage.act(governor, controller, 'execute', [controller.address, 0n, data, ZERO, ZERO]);
}

/** A controller's delay falls to nothing. */
export const adminTimelockShortened: Scenario = {
  detectorId,

  *attack(stage) {
    return deeds(detectorId, 'attack', yield* changeDelay(stage, 0n));
  },

  /** It grows to two days. */
  *twin(stage) {
    return deeds(detectorId, 'twin', yield* changeDelay(stage, 172_800n));
  },
};
