import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Code like that of an attack. See contract-like-an-attack.md. */
export default defineRule({
  id: 'contract-like-an-attack',
  version: 1,
  title: 'Code like that of an attack',
  group: 'contract',
  params: { leastShare: 0.9 },

  inspect(facts, params) {
    return [...facts.counterparties.direct].flatMap((contract): RuleHit[] => {
      const sketch = facts.codeOf(contract)?.sketch ?? [];
      if (sketch.length === 0 || isVouchedFor(facts, contract)) return [];
      const alike = facts.ctx.history.resemblanceOf(sketch, params.leastShare);
      if (alike === null || alike.contract === contract) return [];
      return [
        {
          severity: 'high',
          text: `The code of ${shortAddress(contract)} is like that of ${shortAddress(alike.contract)}, which attacked on this chain.`,
          address: contract,
          evidence: { like: alike.contract, share: alike.share },
        },
      ];
    });
  },
});
