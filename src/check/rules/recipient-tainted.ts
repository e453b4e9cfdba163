import { shortAddress } from '../../core/detect/format.js';
import { taintOf } from '../../core/detect/taint.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress, paymentsOf } from '../rule-questions.js';

/** Recipient that holds stolen money. See recipient-tainted.md. */
export default defineRule({
  id: 'recipient-tainted',
  version: 1,
  title: 'Recipient that holds stolen money',
  group: 'recipient',
  params: { leastShare: 0.3 },

  inspect(facts, params) {
    return [...new Set(paymentsOf(facts).map(({ to }) => to))].flatMap((to): RuleHit[] => {
      if (isFlaggedAddress(facts, to)) return [];
      const taint = taintOf(to, facts.ctx);
      if (taint === null || taint.share < params.leastShare) return [];
      return [
        {
          severity: 'medium',
          text: `A large part of what ${shortAddress(to)} holds came from an attack.`,
          address: to,
          evidence: { share: taint.share, hops: taint.hops },
        },
      ];
    });
  },
});
