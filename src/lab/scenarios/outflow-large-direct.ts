import { approve, mintUsd } from '../actions.js';
import { ether, UNLIMITED, usd } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'outflow-large-direct';

/** One plain call, and nine hundred thousand dollars that others brought are the caller's. */
export const outflowLargeDirect: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('direct', ether(1));
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 500_000);
    const args = [stage.plan.contracts.usd, usd(900_000), thief.address];
    return deeds(detectorId, 'attack', stage.act(thief, locker, 'withdrawTo', args));
  },

  /** As much, by one plain call: of what the caller brought some blocks before. */
  *twin(stage) {
    const { usd: dollar } = stage.plan.contracts;
    const whale = stage.newcomer('whale', ether(1));
    const { locker } = yield* stockedLocker(stage, 'Locker', 500_000);
    mintUsd(stage, whale.address, usd(900_000));
    approve(stage, whale, dollar, locker.address, UNLIMITED);
    stage.act(whale, locker, 'deposit', [dollar, usd(900_000)]);
    yield;
    yield;
    return deeds(detectorId, 'twin', stage.act(whale, locker, 'withdraw', [dollar, usd(900_000)]));
  },
};
