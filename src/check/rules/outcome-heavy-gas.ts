import { defineRule } from '../rule.js';
import { outerCall } from '../rule-questions.js';

/** Transaction that burns much gas. See outcome-heavy-gas.md. */
export default defineRule({
  id: 'outcome-heavy-gas',
  version: 1,
  title: 'Transaction that burns much gas',
  group: 'outcome',
  params: { leastGas: 5_000_000 },

  inspect(facts, params) {
    const gas = facts.steps.reduce((sum, { gasUsed }) => sum + (gasUsed ?? 0), 0);
    return gas < params.leastGas
      ? []
      : [
          {
            severity: 'low',
            text: `It uses ${Math.round(gas / 1_000_000)} million gas.`,
            address: outerCall(facts)?.to ?? null,
            evidence: { gas },
          },
        ];
  },
});
