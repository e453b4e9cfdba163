import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress, isVouchedFor, paymentsOf } from '../rule-questions.js';

/** Recipient that runs foreign code. See recipient-delegated.md. */
export default defineRule({
  id: 'recipient-delegated',
  version: 1,
  title: 'Recipient that runs foreign code',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return [...new Set(paymentsOf(facts).map(({ to }) => to))].flatMap((to): RuleHit[] => {
      const delegate = facts.codeOf(to)?.delegatesTo ?? null;
      if (delegate === null || isVouchedFor(facts, delegate)) return [];
      const isFlagged = isFlaggedAddress(facts, delegate);
      return [
        {
          severity: isFlagged ? 'high' : 'low',
          text: `${shortAddress(to)} runs the code of ${shortAddress(delegate)}${isFlagged ? ', which is on a list: what you send may be swept at once' : ', which nobody vouches for'}.`,
          address: to,
          evidence: { delegate },
        },
      ];
    });
  },
});
