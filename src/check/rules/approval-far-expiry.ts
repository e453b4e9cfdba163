import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { DAY } from '../rule-questions.js';

/** Allowance that ends in years. See approval-far-expiry.md. */
export default defineRule({
  id: 'approval-far-expiry',
  version: 1,
  title: 'Allowance that ends in years',
  group: 'approval',
  params: { longestS: 365 * DAY },

  inspect(facts, params) {
    return facts.ownExposures.flatMap(({ spender, token, expiresAt, kind }): RuleHit[] =>
      kind === 'permit2' && expiresAt !== null && expiresAt - facts.ctx.timestamp > params.longestS && facts.signature === null
        ? [
            {
              severity: 'low',
              text: `What ${shortAddress(spender)} may take by Permit2 ends in more than a year, or never.`,
              address: spender,
              evidence: { token, expiresAt },
            },
          ]
        : [],
    );
  },
});
