import { FLAGGED_CATEGORIES } from '../../core/detect/detector.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

const TELLING = ['flagged-interaction', 'approval-to-flagged', 'delegation-7702-to-flagged', 'drainer-known-kit'];

/** Counterparty on a list. See counterparty-flagged.md. */
export default defineRule({
  id: 'counterparty-flagged',
  version: 1,
  title: 'Counterparty on a list',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return [...facts.counterparties.direct].flatMap((address): RuleHit[] => {
      const label = facts.ctx.labelsOf(address).find(({ category }) => FLAGGED_CATEGORIES.includes(category));
      if (label === undefined || TELLING.some((detector) => facts.isTold(detector, address))) return [];
      return [
        {
          severity: 'high',
          text: `${label.source} labels ${shortAddress(address)} ${label.category}${label.name === null ? '' : ` (${label.name})`}.`,
          address,
          evidence: { category: label.category, source: label.source, confidence: label.confidence },
        },
      ];
    });
  },
});
