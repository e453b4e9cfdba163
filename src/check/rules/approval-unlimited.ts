import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Allowance without a limit. See approval-unlimited.md. */
export default defineRule({
  id: 'approval-unlimited',
  version: 1,
  title: 'Allowance without a limit',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.ownExposures.flatMap(({ spender, token, unlimited, kind }): RuleHit[] =>
      unlimited && kind !== 'for-all'
        ? [
            {
              severity: 'low',
              text: `${shortAddress(spender)} may take all of your ${shortAddress(token)}, now and later, until you take it back.`,
              address: spender,
              evidence: { token },
            },
          ]
        : [],
    );
  },
});
