import { defineRule, type RuleHit } from '../rule.js';

/** Safe transaction approved by its hash. See safe-blind-approval.md. */
export default defineRule({
  id: 'safe-blind-approval',
  version: 1,
  title: 'Safe transaction approved by its hash',
  group: 'signature',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap(({ decoded, to }): RuleHit[] =>
      decoded?.signature === 'approveHash(bytes32)'
        ? [
            {
              severity: 'medium',
              text: 'You approve a transaction of a Safe by its hash: what it does is not shown.',
              address: to,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
