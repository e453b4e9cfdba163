import type { Address } from '../../core/chain/block.js';
import { shortAddress } from '../../core/detect/format.js';
import type { CheckFacts } from '../facts.js';
import { defineRule, type RuleHit } from '../rule.js';
import { ageOf, DAY, isVouchedFor } from '../rule-questions.js';

function callees({ calls }: CheckFacts): readonly Address[] {
  return [...new Set(calls.flatMap(({ to, input }) => (to === null || input === '0x' ? [] : [to])))];
}

/** Contract of less than a day. See contract-new.md. */
export default defineRule({
  id: 'contract-new',
  version: 1,
  title: 'Contract of less than a day',
  group: 'contract',
  params: { newForS: DAY },

  inspect(facts, params) {
    return callees(facts).flatMap((contract): RuleHit[] => {
      const age = ageOf(facts, contract);
      return age === null || age >= params.newForS || isVouchedFor(facts, contract)
        ? []
        : [
            {
              severity: 'low',
              text: `${shortAddress(contract)} was deployed ${Math.floor(age / 3_600)} hours ago.`,
              address: contract,
              evidence: { ageS: age },
            },
          ];
    });
  },
});
