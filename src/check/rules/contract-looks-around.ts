import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Code that asks where it runs. See contract-looks-around.md. */
export default defineRule({
  id: 'contract-looks-around',
  version: 1,
  title: 'Code that asks where it runs',
  group: 'contract',
  params: { suspicious: ['coinbase', 'gas-limit', 'origin-balance', 'gas-price'] },

  inspect(facts, params) {
    return [...facts.counterparties.direct, ...facts.counterparties.inner].flatMap((contract): RuleHit[] => {
      const asked = params.suspicious.filter((question) => facts.codeOf(contract)?.branchesOn.has(question) === true);
      if (asked.length === 0 || isVouchedFor(facts, contract)) return [];
      return [
        {
          severity: 'medium',
          text: `The code of ${shortAddress(contract)} decides by ${asked.join(' and ')}: contracts do so to look harmless while simulated.`,
          address: contract,
          evidence: { asked },
        },
      ];
    });
  },
});
