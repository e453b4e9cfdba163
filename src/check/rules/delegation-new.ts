import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { ageOf, DAY, isVouchedFor } from '../rule-questions.js';

/** Account handed to new code. See delegation-new.md. */
export default defineRule({
  id: 'delegation-new',
  version: 1,
  title: 'Account handed to new code',
  group: 'delegation',
  params: { newForS: 3 * DAY },

  inspect(facts, params) {
    return facts.delegations.flatMap(({ delegate }): RuleHit[] => {
      const age = ageOf(facts, delegate);
      if (age === null || age >= params.newForS || isVouchedFor(facts, delegate)) return [];
      return [
        {
          severity: 'medium',
          text: `The code of ${shortAddress(delegate)} is ${Math.floor(age / 3_600)} hours old.`,
          address: delegate,
          evidence: { ageS: age },
        },
      ];
    });
  },
});
