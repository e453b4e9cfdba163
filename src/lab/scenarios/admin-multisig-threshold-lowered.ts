import { ether } from '../amounts.js';
import { execute, safeOfThree } from '../safe-house.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'admin-multisig-threshold-lowered';

/** From two of three to one of three, and a module that may do anything. */
export const adminMultisigThresholdLowered: Scenario = {
  detectorId,

  *attack(stage) {
    const intruder = stage.newcomer('module-maker', ether(1));
    const { safe, owners } = yield* safeOfThree(stage);
    const lowered = execute(stage, safe, owners, safe.address, stage.calldata(safe, 'changeThreshold', [1n]));
    yield;
    const module = stage.create(intruder, 'Agent');
    yield;
    const enabled = execute(stage, safe, owners, safe.address, stage.calldata(safe, 'enableModule', [module.address]));
    return deeds(detectorId, 'attack', lowered, enabled);
  },

  /** From two to all three, and an ordinary payment. */
  *twin(stage) {
    const { safe, owners } = yield* safeOfThree(stage);
    const raised = execute(stage, safe, owners, safe.address, stage.calldata(safe, 'changeThreshold', [3n]));
    yield;
    return deeds(detectorId, 'twin', raised, execute(stage, safe, owners, stage.user().address, '0x', ether(0.3)));
  },
};
