import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Allowance raised while one stands. See approval-raised.md. */
export default defineRule({
  id: 'approval-raised',
  version: 1,
  title: 'Allowance raised while one stands',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.ownExposures.flatMap(({ owner, spender, token, limit, kind }): RuleHit[] => {
      const before = facts.allowanceBefore(owner, token, spender);
      if (before === null || before === 0n || limit <= before || kind === 'for-all') return [];
      return [
        {
          severity: 'low',
          text: `${shortAddress(spender)} may take some of your ${shortAddress(token)} already; this raises it.`,
          address: spender,
          evidence: { before: before.toString(), after: limit.toString() },
        },
      ];
    });
  },
});
