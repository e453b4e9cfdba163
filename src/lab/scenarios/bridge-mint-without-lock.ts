import { ether, usd } from '../amounts.js';
import { messageOf, prove, stockedBridge } from '../bridge-house.js';
import type { Scenario } from '../stage.js';
import { deeds } from '../story.js';

const detectorId = 'bridge-mint-without-lock';

/** The bridge gives out for a message that nobody has proven. */
export const bridgeMintWithoutLock: Scenario = {
  detectorId,

  *attack(stage) {
    const thief = stage.newcomer('forger', ether(1));
    const bridge = yield* stockedBridge(stage, 120_000);
    return deeds(detectorId, 'attack', stage.act(thief, bridge, 'process', messageOf(stage, thief, usd(450_000))));
  },

  /** It gives out for one that was proven a block before. */
  *twin(stage) {
    const traveller = stage.newcomer('traveller', ether(1));
    const bridge = yield* stockedBridge(stage, 120_000);
    const message = messageOf(stage, traveller, usd(30_000));
    prove(stage, bridge, message);
    yield;
    return deeds(detectorId, 'twin', stage.act(traveller, bridge, 'process', message));
  },
};
