import { defineRule } from '../rule.js';
import { outerCall } from '../rule-questions.js';

/** Outcome that time turns. See outcome-turns-with-time.md. */
export default defineRule({
  id: 'outcome-turns-with-time',
  version: 1,
  title: 'Outcome that time turns',
  group: 'outcome',
  params: {},

  inspect(facts) {
    const { later } = facts;
    if (later === null) return [];
    return [
      {
        severity: later.isTrap ? 'high' : 'medium',
        text: `Mined in ${later.hours} hours, the same would do something else: ${later.change}.`,
        address: outerCall(facts)?.to ?? null,
        evidence: { hours: later.hours, change: later.change },
      },
    ];
  },
});
