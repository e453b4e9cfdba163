import { ether } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'access-control-first-caller';

/** A stranger calls what only the owner ever called, and it works: the house is the stranger's. */
export const accessControlFirstCaller: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const thief = stage.newcomer('first-caller', ether(1));
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 60_000);
    stage.act(merchant, locker, 'setFeeRecipient', [merchant.address]);
    stage.act(merchant, locker, 'setOwner', [merchant.address]);
    yield;
    const taken = stage.act(thief, locker, 'setOwner', [thief.address]);
    yield;
    stage.act(thief, locker, 'migrate', [stage.plan.contracts.usd, thief.address]);
    return deeds(detectorId, 'attack', taken);
  },

  /** The owner hands its house to a wallet of several, after it had called such functions before. */
  *twin(stage) {
    const { merchant, governor, keyholder } = stage.plan.residents;
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 60_000);
    const safe = stage.create(governor, 'TownSafe', [[governor.address, keyholder.address, merchant.address], 2n]);
    stage.act(merchant, locker, 'setOwner', [merchant.address]);
    yield;
    const fee = stage.act(merchant, locker, 'setFeeRecipient', [safe.address]);
    yield;
    return deeds(detectorId, 'twin', fee, stage.act(merchant, locker, 'setOwner', [safe.address]));
  },
};
