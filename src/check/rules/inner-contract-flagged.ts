import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isFlaggedAddress } from '../rule-questions.js';

/** Contract on a list met inside. See inner-contract-flagged.md. */
export default defineRule({
  id: 'inner-contract-flagged',
  version: 1,
  title: 'Contract on a list met inside',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return [...facts.counterparties.inner].flatMap((address): RuleHit[] => {
      if (facts.counterparties.direct.has(address) || !isFlaggedAddress(facts, address)) return [];
      return [
        {
          severity: 'medium',
          text: `On the way it calls ${shortAddress(address)}, which is on a list of dangerous addresses.`,
          address,
          evidence: {},
        },
      ];
    });
  },
});
