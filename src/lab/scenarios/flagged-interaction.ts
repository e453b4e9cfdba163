import { claim, pay } from '../actions.js';
import { randomAddress } from '../address.js';
import { ether } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'flagged-interaction';

/** Somebody pays into a known phishing site's contract, and an exploiter's account sends its loot on. */
export const flaggedInteraction: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts, residents } = stage.plan;
    const claimed = claim(stage, stage.user(), contracts.phishingCounter, ether(stage.random.between(10, 500) / 1_000));
    yield;
    const moved = pay(stage, residents.exploiter, randomAddress(stage.random), ether(stage.random.between(10, 100) / 1_000));
    return [claimed, moved].map((sent) => ({ detectorId, kind: 'attack', sent }) as const);
  },

  /** The same code without a label takes a fee, and people pay strangers every day. */
  *twin(stage) {
    const { contracts } = stage.plan;
    const claimed = claim(stage, stage.user(), contracts.counter, ether(stage.random.between(10, 500) / 1_000));
    const paid = pay(stage, stage.user(), randomAddress(stage.random), ether(stage.random.between(10, 100) / 1_000));
    yield;
    return [claimed, paid].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
