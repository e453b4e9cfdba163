import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Allowance far above what you hold. See approval-more-than-held.md. */
export default defineRule({
  id: 'approval-more-than-held',
  version: 1,
  title: 'Allowance far above what you hold',
  group: 'approval',
  params: { times: 10 },

  inspect(facts, params) {
    return facts.ownExposures.flatMap(({ owner, spender, token, limit, unlimited, kind }): RuleHit[] => {
      const held = facts.heldOf(owner, token);
      if (held === null || held === 0n || unlimited || kind === 'for-all' || limit < held * BigInt(params.times)) return [];
      return [
        {
          severity: 'low',
          text: `${shortAddress(spender)} may take more than ${params.times} times what you have of ${shortAddress(token)}.`,
          address: spender,
          evidence: { held: held.toString(), limit: limit.toString() },
        },
      ];
    });
  },
});
