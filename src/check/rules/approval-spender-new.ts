import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { ageOf, DAY, isVouchedFor } from '../rule-questions.js';

/** Allowance for a new contract. See approval-spender-new.md. */
export default defineRule({
  id: 'approval-spender-new',
  version: 1,
  title: 'Allowance for a new contract',
  group: 'approval',
  params: { newForS: 3 * DAY },

  inspect(facts, params) {
    return facts.ownExposures.flatMap(({ spender, token, unlimited, kind }): RuleHit[] => {
      const age = ageOf(facts, spender);
      if (age === null || age >= params.newForS || isVouchedFor(facts, spender) || facts.isTold('approval-to-new-contract')) return [];
      return [
        {
          severity: unlimited || kind === 'for-all' ? 'medium' : 'low',
          text: `${shortAddress(spender)}, which may take your ${shortAddress(token)} after this, was deployed ${Math.floor(age / 3_600)} hours ago and carries no label.`,
          address: spender,
          evidence: { token, ageS: age },
        },
      ];
    });
  },
});
