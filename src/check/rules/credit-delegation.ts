import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isAccount, isVouchedFor } from '../rule-questions.js';

/** Debts in your name. See credit-delegation.md. */
export default defineRule({
  id: 'credit-delegation',
  version: 1,
  title: 'Debts in your name',
  group: 'signature',
  params: {},

  inspect(facts) {
    const signed = (facts.signature?.intent?.grants ?? [])
      .filter(({ kind, amount }) => kind === 'borrow' && amount > 0n)
      .map(({ spender }) => spender);
    const called = facts.calls
      .filter(({ decoded }) => decoded?.name === 'approveDelegation')
      .map((each) => addressNamed(each, 'delegatee'));
    return [...signed, ...called].flatMap((delegatee): RuleHit[] => {
      if (delegatee === null || isVouchedFor(facts, delegatee)) return [];
      const severity = isAccount(facts, delegatee) ? 'high' : 'medium';
      return [{ severity, text: `${shortAddress(delegatee)} may borrow, and you owe it.`, address: delegatee, evidence: {} }];
    });
  },
});
