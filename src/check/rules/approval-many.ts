import { defineRule } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Many allowances at once. See approval-many.md. */
export default defineRule({
  id: 'approval-many',
  version: 1,
  title: 'Many allowances at once',
  group: 'approval',
  params: { least: 4 },

  inspect(facts, params) {
    const given = facts.ownExposures.filter(({ spender, kind }) => !isVouchedFor(facts, spender) && kind !== 'borrow');
    const tokens = new Set(given.map(({ token }) => token));
    if (tokens.size < params.least || facts.signature !== null) return [];
    return [
      {
        severity: 'medium',
        text: `One request hands ${tokens.size} tokens to spenders that nobody vouches for.`,
        address: given[0]?.spender ?? null,
        evidence: { tokens: [...tokens] },
      },
    ];
  },
});
