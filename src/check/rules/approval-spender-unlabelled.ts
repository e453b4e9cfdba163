import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isAccount, isFlaggedAddress, isVouchedFor } from '../rule-questions.js';

/** Everything for a contract that nobody vouches for. See approval-spender-unlabelled.md. */
export default defineRule({
  id: 'approval-spender-unlabelled',
  version: 1,
  title: 'Everything for a contract that nobody vouches for',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.ownExposures.flatMap(({ spender, token, unlimited, kind }): RuleHit[] =>
      (!unlimited && kind !== 'for-all') || isAccount(facts, spender) || isVouchedFor(facts, spender) || isFlaggedAddress(facts, spender)
        ? []
        : [
            {
              severity: 'low',
              text: `${shortAddress(spender)} may take all of your ${shortAddress(token)}, and no label knows it.`,
              address: spender,
              evidence: { token },
            },
          ],
    );
  },
});
