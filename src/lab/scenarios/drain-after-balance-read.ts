import { mintUsd, transfer } from '../actions.js';
import { ether, usd } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'drain-after-balance-read';

/** A contract looks how much a house holds, and takes it. */
export const drainAfterBalanceRead: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('reader', ether(1));
    const { locker } = yield* stockedLocker(stage, 'OpenLocker', 90_000);
    const taker = stage.create(thief, 'ReadAndTake');
    yield;
    return deeds(detectorId, 'attack', stage.act(thief, taker, 'take', [locker.address, stage.plan.contracts.usd]));
  },

  /** A contract looks how much is its own there, and takes that: a third of what the house holds. */
  *twin(stage) {
    const saver = stage.newcomer('saver', ether(1));
    const { usd: dollar } = stage.plan.contracts;
    const { locker } = yield* stockedLocker(stage, 'Locker', 90_000);
    const agent = stage.create(saver, 'SavingAgent');
    mintUsd(stage, saver.address, usd(180_000));
    transfer(stage, saver, dollar, agent.address, usd(180_000));
    stage.act(saver, agent, 'save', [locker.address, dollar]);
    yield;
    yield;
    return deeds(detectorId, 'twin', stage.act(saver, agent, 'takeHome', [locker.address, dollar]));
  },
};
