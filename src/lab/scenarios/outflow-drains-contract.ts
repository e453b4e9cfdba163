import { ether, usd } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds, stepOf, townContracts } from '../story.js';

const detectorId = 'outflow-drains-contract';

/** Everything that a house holds leaves in one transaction to somebody who has nothing to do with it. */
export const outflowDrainsContract: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('drainer-of-houses', ether(1));
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 160_000);
    const agent = stage.create(thief, 'Agent');
    yield;
    const { usd: dollar } = townContracts(stage);
    const steps = [
      stepOf(stage, locker, 'emergencyWithdraw', [dollar.address, agent.address]),
      stepOf(stage, dollar, 'transfer', [thief.address, usd(400_000)]),
      stepOf(stage, dollar, 'transfer', [thief.address, usd(240_000)]),
    ];
    return deeds(detectorId, 'attack', stage.act(thief, agent, 'run', [steps]));
  },

  /** A treasury moves as much to its new house: by its owner, as announced. */
  *twin(stage) {
    const { governor } = stage.plan.residents;
    const { locker } = yield* stockedLocker(stage, 'Locker', 160_000, governor);
    const next = stage.create(governor, 'Locker');
    yield;
    const sent = stage.act(governor, locker, 'migrate', [stage.plan.contracts.usd, next.address]);
    return deeds(detectorId, 'twin', sent);
  },
};
