import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress } from '../rule-questions.js';

/** Account handed to code on a list. See delegation-to-flagged.md. */
export default defineRule({
  id: 'delegation-to-flagged',
  version: 1,
  title: 'Account handed to code on a list',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate }): RuleHit[] =>
      isFlaggedAddress(facts, delegate)
        ? [
            {
              severity: 'high',
              text: `${shortAddress(account)} would run the code of ${shortAddress(delegate)}, which is on a list of dangerous addresses.`,
              address: delegate,
              evidence: { account },
            },
          ]
        : [],
    );
  },
});
