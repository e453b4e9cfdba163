import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Code that can destroy itself. See contract-can-vanish.md. */
export default defineRule({
  id: 'contract-can-vanish',
  version: 1,
  title: 'Code that can destroy itself',
  group: 'contract',
  params: {},

  inspect(facts) {
    return [...new Set(facts.calls.flatMap(({ to }) => to ?? []))].flatMap((contract): RuleHit[] =>
      facts.codeOf(contract)?.hasSelfdestruct === true && !isVouchedFor(facts, contract)
        ? [{ severity: 'low', text: `${shortAddress(contract)} has an instruction to destroy itself.`, address: contract, evidence: {} }]
        : [],
    );
  },
});
