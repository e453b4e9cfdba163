import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress, isVouchedFor } from '../rule-questions.js';

/** Account handed to code that nobody vouches for. See delegation-unlabelled.md. */
export default defineRule({
  id: 'delegation-unlabelled',
  version: 1,
  title: 'Account handed to code that nobody vouches for',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate }): RuleHit[] =>
      delegate === NATIVE || isVouchedFor(facts, delegate) || isFlaggedAddress(facts, delegate)
        ? []
        : [
            {
              severity: 'medium',
              text: `${shortAddress(account)} would run the code of ${shortAddress(delegate)}, and no label knows it.`,
              address: delegate,
              evidence: { account },
            },
          ],
    );
  },
});
