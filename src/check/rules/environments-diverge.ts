import { defineRule } from '../rule.js';
import { outerCall } from '../rule-questions.js';

/** Behaviour that depends on where it runs. See environments-diverge.md. */
export default defineRule({
  id: 'environments-diverge',
  version: 1,
  title: 'Behaviour that depends on where it runs',
  group: 'outcome',
  params: {},

  inspect(facts) {
    if (facts.divergences.length === 0) return [];
    return [
      {
        severity: 'high',
        text: 'The transaction behaves differently depending on the block it runs in: contracts do so to look harmless while simulated.',
        address: outerCall(facts)?.to ?? null,
        evidence: { differences: [...facts.divergences] },
      },
    ];
  },
});
