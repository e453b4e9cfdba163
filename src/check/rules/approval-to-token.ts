import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Allowance for the token itself. See approval-to-token.md. */
export default defineRule({
  id: 'approval-to-token',
  version: 1,
  title: 'Allowance for the token itself',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.ownExposures.flatMap(({ spender, token }): RuleHit[] =>
      spender === token
        ? [
            {
              severity: 'medium',
              text: `You let the token ${shortAddress(token)} take itself from you: no protocol needs that.`,
              address: token,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
