import { approve, collect } from '../actions.js';
import { usd } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'approval-to-flagged';

/** A limited approval to a drainer that lists know, and the drain that follows, by which the drainer calls its own flagged contract. */
export const approvalToFlagged: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts, residents } = stage.plan;
    const victim = stage.user();
    const amount = usd(stage.random.between(100, 900));
    const approval = approve(stage, victim, contracts.usd, contracts.drainerCollector, amount);
    yield;
    const drain = collect(stage, residents.drainer, contracts.drainerCollector, contracts.usd, victim.address, amount);
    return [
      { detectorId, kind: 'attack', sent: approval },
      { detectorId: 'flagged-interaction', kind: 'attack', sent: drain },
    ];
  },

  /** The same code in honest hands: a subscription. */
  *twin(stage) {
    const { contracts, residents } = stage.plan;
    const user = stage.user();
    const amount = usd(stage.random.between(100, 900));
    const approval = approve(stage, user, contracts.usd, contracts.subscription, amount);
    yield;
    const collection = collect(stage, residents.merchant, contracts.subscription, contracts.usd, user.address, amount);
    return [approval, collection].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
