import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'admin-owner-changed';

/** A house with people's dollars in it passes to a plain account that nobody has seen before. */
export const adminOwnerChanged: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const { locker } = yield* stockedLocker(stage, 'Locker', 60_000);
    const stranger = stage.stranger('new-owner');
    yield;
    return deeds(detectorId, 'attack', stage.act(merchant, locker, 'transferOwnership', [stranger.address]));
  },

  /** A new house says of its first owner. One passes to a wallet of three, of which the detector tells all the same. */
  *twin(stage) {
    const { merchant, governor, keyholder } = stage.plan.residents;
    const safe = stage.create(governor, 'TownSafe', [[governor.address, keyholder.address, merchant.address], 2n]);
    const { locker } = yield* stockedLocker(stage, 'Locker', 60_000);
    const fresh = stage.create(merchant, 'Locker');
    yield;
    return [
      ...deeds(detectorId, 'twin', fresh.sent),
      ...deeds(detectorId, 'notice', stage.act(merchant, locker, 'transferOwnership', [safe.address])),
    ];
  },
};
