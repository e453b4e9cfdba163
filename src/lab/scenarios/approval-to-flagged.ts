import { approve, collect, mintUsd } from '../actions.js';
import { ether, usd } from '../amounts.js';
import type { Scenario } from '../stage.js';

const detectorId = 'approval-to-flagged';

/** A limited approval to a drainer that lists know, and the drain that follows, by which the drainer calls its own flagged contract. */
export const approvalToFlagged: Scenario = {
  detectorId,

  *attack(stage) {
    const { contracts, residents } = stage.plan;
    const victim = stage.user();
    const amount = usd(stage.random.between(100, 900));
    mintUsd(stage, victim.address, amount);
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
    const subscriber = stage.newcomer('subscriber', ether(1));
    const amount = usd(stage.random.between(100, 900));
    mintUsd(stage, subscriber.address, amount);
    yield;
    const approval = approve(stage, subscriber, contracts.usd, contracts.subscription, amount);
    yield;
    const collection = collect(stage, residents.merchant, contracts.subscription, contracts.usd, subscriber.address, amount);
    return [approval, collection].map((sent) => ({ detectorId, kind: 'twin', sent }) as const);
  },
};
