import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Delegation that takes the place of another. See delegation-replaced.md. */
export default defineRule({
  id: 'delegation-replaced',
  version: 1,
  title: 'Delegation that takes the place of another',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ before, delegate, account }): RuleHit[] =>
      before !== null && before !== delegate && delegate !== NATIVE
        ? [
            {
              severity: 'low',
              text: `${shortAddress(account)} runs the code of ${shortAddress(before)} now; what that keeps in storage the new code may read differently.`,
              address: delegate,
              evidence: { before },
            },
          ]
        : [],
    );
  },
});
