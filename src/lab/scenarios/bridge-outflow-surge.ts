import type { Resident } from '../accounts.js';
import { ether, usd } from '../amounts.js';
import { messageOf, prove, stockedBridge } from '../bridge-house.js';
import type { Contract, Scenario, Stage } from '../stage.js';
import { deeds, HOUR_S } from '../story.js';

const detectorId = 'bridge-outflow-surge';
const QUIET_ROUNDS = 12;

function release(stage: Stage, bridge: Contract, to: Resident, amount: bigint) {
  const message = messageOf(stage, to, amount);
  prove(stage, bridge, message);
  return stage.act(to, bridge, 'process', message);
}

/** Some days in which a bridge gives out a thousand or three now and then. */
function* bridgeWithHistory(stage: Stage) {
  const bridge = yield* stockedBridge(stage, 200_000);
  for (let round = 0; round < QUIET_ROUNDS; round += 1) {
    for (let i = 0; i < 2; i += 1) release(stage, bridge, stage.user(), usd(stage.random.between(1_000, 3_000)));
    yield 6 * HOUR_S;
  }
  return bridge;
}

/** With stolen keys, message after message is proven and paid: most of the bridge within some blocks. */
export const bridgeOutflowSurge: Scenario = {
  detectorId,
  takesTime: ['attack', 'twin'],

  *attack(stage) {
    const thief = stage.newcomer('key-thief', ether(2));
    const bridge = yield* bridgeWithHistory(stage);
    for (let i = 0; i < 3; i += 1) {
      release(stage, bridge, thief, usd(110_000));
      yield;
    }
    return deeds(detectorId, 'attack', release(stage, bridge, thief, usd(250_000)));
  },

  /** A busy hour: four of the usual kind. */
  *twin(stage) {
    const bridge = yield* bridgeWithHistory(stage);
    const busy = [0, 1, 2, 3].map(() => release(stage, bridge, stage.user(), usd(stage.random.between(1_000, 3_000))));
    return deeds(detectorId, 'twin', ...busy);
  },
};
