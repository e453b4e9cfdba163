import type { Resident } from '../accounts.js';
import { ether, usd } from '../amounts.js';
import { stockedLocker } from '../houses.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'failed-transactions-surge';
const ROUNDS = 8;

/** A house with a history of calls that go well. */
function* houseWithHistory(stage: Stage) {
  const { locker, depositors } = yield* stockedLocker(stage, 'Locker', 50_000);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const one of depositors) stage.act(one, locker, 'withdraw', [stage.plan.contracts.usd, usd(stage.random.between(10, 200))]);
    yield;
  }
  return { locker, depositors };
}

function fail(stage: Stage, by: Resident, locker: Contract) {
  return stage.act(by, locker, 'withdraw', [stage.plan.contracts.usd, usd(stage.random.between(60_000, 90_000))], { reverts: true });
}

/** Somebody tries for a hole in a house, dozens of times, and fails dozens of times. */
export const failedTransactionsSurge: Scenario = {
  detectorId,

  *attack(stage) {
    const bots = [0, 1, 2].map(() => stage.newcomer('prober', ether(3)));
    const { locker } = yield* houseWithHistory(stage);
    for (let round = 0; round < 3; round += 1) {
      for (const bot of bots) for (let i = 0; i < 4; i += 1) fail(stage, bot, locker);
      yield;
    }
    const last = bots.flatMap((bot) => [0, 1, 2, 3].map(() => fail(stage, bot, locker)));
    return deeds(detectorId, 'attack', ...last.slice(-1));
  },

  /** Two people ask for more than they have, among others who do not. */
  *twin(stage) {
    const { locker, depositors } = yield* houseWithHistory(stage);
    const failed = depositors.slice(0, 2).map((one) => fail(stage, one, locker));
    for (const one of depositors) stage.act(one, locker, 'withdraw', [stage.plan.contracts.usd, usd(20)]);
    return deeds(detectorId, 'twin', ...failed);
  },
};
