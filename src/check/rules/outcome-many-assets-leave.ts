import { defineRule } from '../rule.js';
import { isPlainPayment, isVouchedFor, outerCall, ownChangesOf } from '../rule-questions.js';

/** Several assets leave for nothing. See outcome-many-assets-leave.md. */
export default defineRule({
  id: 'outcome-many-assets-leave',
  version: 1,
  title: 'Several assets leave for nothing',
  group: 'outcome',
  params: { least: 3 },

  inspect(facts, params) {
    const { lost, gained } = ownChangesOf(facts);
    const assets = new Set(lost.map(({ token, tokenId }) => `${token}:${tokenId}`));
    if (assets.size < params.least || gained.length > 0 || isPlainPayment(facts) || isVouchedFor(facts, outerCall(facts)?.to ?? facts.from))
      return [];
    return [
      {
        severity: 'high',
        text: `${assets.size} different assets leave your account, and nothing comes back.`,
        address: outerCall(facts)?.to ?? null,
        evidence: { assets: [...assets] },
      },
    ];
  },
});
