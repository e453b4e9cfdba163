import { defineRule } from '../rule.js';
import { outerCall } from '../rule-questions.js';

/** More calls than are followed. See calls-not-followed.md. */
export default defineRule({
  id: 'calls-not-followed',
  version: 1,
  title: 'More calls than are followed',
  group: 'outcome',
  params: {},

  inspect(facts) {
    return facts.isCut
      ? [
          {
            severity: 'medium',
            text: 'It carries calls within calls, more than anybody would read: some of them were not looked at.',
            address: outerCall(facts)?.to ?? null,
            evidence: { read: facts.calls.length },
          },
        ]
      : [];
  },
});
