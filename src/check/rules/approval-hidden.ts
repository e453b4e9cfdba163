import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isVouchedFor, outerCall } from '../rule-questions.js';

const GIVES = /^(approve|increaseAllowance|setApprovalForAll)$/;

function isBatch(name: string | undefined): boolean {
  return name !== undefined && /^(execTransaction|executeBatch|execute|handleOps)$/.test(name);
}

/** Allowance among other calls. See approval-hidden.md. */
export default defineRule({
  id: 'approval-hidden',
  version: 1,
  title: 'Allowance among other calls',
  group: 'approval',
  params: {},

  inspect(facts) {
    if (facts.calls.length < 2 || facts.kind === 'calls') return [];
    const outer = outerCall(facts);
    return facts.calls.slice(1).flatMap((each): RuleHit[] => {
      const spender = addressNamed(each, 'spender', 'operator');
      if (
        !GIVES.test(each.decoded?.name ?? '') ||
        spender === null ||
        !facts.own.has(each.from) ||
        isVouchedFor(facts, spender) ||
        isBatch(outer?.decoded?.name)
      )
        return [];
      return [
        {
          severity: 'medium',
          text: `Inside of ${outer?.decoded?.name ?? 'the call'} there is an allowance for ${shortAddress(spender)}.`,
          address: spender,
          evidence: { token: each.to },
        },
      ];
    });
  },
});
