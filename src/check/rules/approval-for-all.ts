import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isAccount } from '../rule-questions.js';

/** A whole collection handed over. See approval-for-all.md. */
export default defineRule({
  id: 'approval-for-all',
  version: 1,
  title: 'A whole collection handed over',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.ownExposures.flatMap(({ spender, token, kind }): RuleHit[] =>
      kind === 'for-all' && !isAccount(facts, spender)
        ? [
            {
              severity: 'low',
              text: `${shortAddress(spender)} may move every piece that you have, or will have, of ${shortAddress(token)}.`,
              address: spender,
              evidence: { collection: token },
            },
          ]
        : [],
    );
  },
});
