import { ether } from '../amounts.js';
import { stockedHouse } from '../houses.js';
import type { Scenario } from '../stage.js';
import { DAY_S, deeds } from '../story.js';

const detectorId = 'initializer-called-late';

/** Nobody initialized a house that people use for days; then a stranger does, and owns it. */
export const initializerCalledLate: Scenario = {
  detectorId,
  takesTime: ['attack'],

  *attack(stage) {
    const { governor } = stage.plan.residents;
    const { usd: dollar } = stage.plan.contracts;
    const thief = stage.newcomer('late-owner', ether(1));
    const code = stage.create(governor, 'InitialisedLocker');
    const proxy = stage.create(governor, 'Proxy', [code.address, governor.address]);
    yield;
    const house = { ...code, address: proxy.address };
    yield* stockedHouse(stage, house, (amount) => ({ name: 'deposit', args: () => [dollar, amount] }), 80_000);
    yield 3 * DAY_S;
    const taken = stage.act(thief, house, 'initialize', [thief.address]);
    yield;
    stage.act(thief, house, 'withdrawAll', [dollar]);
    return deeds(detectorId, 'attack', taken);
  },

  /** Houses are initialized when they are built: in the same transaction, or by who built them a block later. */
  *twin(stage) {
    const { governor } = stage.plan.residents;
    const builder = stage.newcomer('builder', ether(1));
    const factory = stage.create(governor, 'LockerFactory');
    const code = stage.create(governor, 'InitialisedLocker');
    yield;
    const proxy = stage.create(builder, 'Proxy', [code.address, governor.address]);
    yield;
    return deeds(
      detectorId,
      'twin',
      stage.act(builder, factory, 'createLocker'),
      stage.act(builder, { ...code, address: proxy.address }, 'initialize', [builder.address]),
    );
  },
};
