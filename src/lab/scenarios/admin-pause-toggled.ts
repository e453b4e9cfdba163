import { ether } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'admin-pause-toggled';

/** A house stops, and some blocks later goes on. */
export const adminPauseToggled: Scenario = {
  detectorId,

  *attack(stage) {
    const { merchant } = stage.plan.residents;
    const { locker } = yield* stockedLocker(stage, 'Locker', 40_000);
    const paused = stage.act(merchant, locker, 'pause');
    yield;
    yield;
    return deeds(detectorId, 'attack', paused, stage.act(merchant, locker, 'unpause'));
  },

  /** A stranger tries to stop it and cannot; its owner sets a fee's recipient. */
  *twin(stage) {
    const { merchant } = stage.plan.residents;
    const stranger = stage.newcomer('stranger', ether(1));
    const { locker } = yield* stockedLocker(stage, 'Locker', 40_000);
    return deeds(
      detectorId,
      'twin',
      stage.act(stranger, locker, 'pause', [], { reverts: true }),
      stage.act(merchant, locker, 'setFeeRecipient', [stage.user().address]),
    );
  },
};
