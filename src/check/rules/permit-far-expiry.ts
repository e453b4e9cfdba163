import { defineRule, type RuleHit } from '../rule.js';
import { DAY } from '../rule-questions.js';

/** Permit that ends in years. See permit-far-expiry.md. */
export default defineRule({
  id: 'permit-far-expiry',
  version: 1,
  title: 'Permit that ends in years',
  group: 'signature',
  params: { longestS: 365 * DAY },

  inspect(facts, params) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ expiresAt, spender, amount }): RuleHit[] =>
      expiresAt === null || amount === 0n || expiresAt - facts.ctx.timestamp <= params.longestS
        ? []
        : [
            {
              severity: 'low',
              text: 'What the signature allows ends in more than a year, or never.',
              address: spender,
              evidence: { expiresAt },
            },
          ],
    );
  },
});
