import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isVouchedFor } from '../rule-questions.js';

/** Allowance given by increaseAllowance. See approval-by-increase.md. */
export default defineRule({
  id: 'approval-by-increase',
  version: 1,
  title: 'Allowance given by increaseAllowance',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap((each): RuleHit[] => {
      const spender = addressNamed(each, 'spender');
      if (each.decoded?.name !== 'increaseAllowance' || spender === null || isVouchedFor(facts, spender)) return [];
      return [
        {
          severity: 'low',
          text: `It gives ${shortAddress(spender)} an allowance by increaseAllowance, which wallets often fail to show as one.`,
          address: spender,
          evidence: { token: each.to },
        },
      ];
    });
  },
});
