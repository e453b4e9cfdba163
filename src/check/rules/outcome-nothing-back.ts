import { defineRule } from '../rule.js';
import { isPlainPayment, outerCall, ownChangesOf } from '../rule-questions.js';

/** Payment for nothing. See outcome-nothing-back.md. */
export default defineRule({
  id: 'outcome-nothing-back',
  version: 1,
  title: 'Payment for nothing',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const { lost, gained } = ownChangesOf(facts);
    if (facts.kind === 'typedData' || lost.length === 0 || gained.length > 0 || isPlainPayment(facts)) return [];
    return [
      {
        severity: 'low',
        text: 'Something leaves your account, and nothing comes back in the same transaction.',
        address: outerCall(facts)?.to ?? null,
        evidence: { assets: lost.map(({ token }) => token) },
      },
    ];
  },
});
