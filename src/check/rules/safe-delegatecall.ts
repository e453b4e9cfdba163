import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Safe that runs foreign code. See safe-delegatecall.md. */
export default defineRule({
  id: 'safe-delegatecall',
  version: 1,
  title: 'Safe that runs foreign code',
  group: 'signature',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap(({ operation, to, from, decoded }): RuleHit[] => {
      if (operation !== 'delegatecall' || to === null || !facts.own.has(from) || isVouchedFor(facts, to)) return [];
      // MultiSend takes a list of calls, which were read; code that does anything else with the Safe is not read.
      if (decoded?.name === 'multiSend') return [];
      return [
        {
          severity: 'high',
          text: `${shortAddress(from)} runs the code of ${shortAddress(to)} as its own: that code can do anything with it.`,
          address: to,
          evidence: { account: from },
        },
      ];
    });
  },
});
