import { shortAddress } from '../../core/detect/format.js';
import { argumentNamed, asAddress, asFields } from '../decode/arguments.js';
import { defineRule, type RuleHit } from '../rule.js';
import { addressNamed, isAccount, isPlaceholder, isVouchedFor } from '../rule-questions.js';

/** Swap paid out to somebody else. See swap-receiver-not-own.md. */
export default defineRule({
  id: 'swap-receiver-not-own',
  version: 1,
  title: 'Swap paid out to somebody else',
  group: 'swap',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap((each): RuleHit[] => {
      const name = each.decoded?.name ?? '';
      const receiver = addressNamed(each, 'to', 'recipient');
      const params = each.decoded === null ? null : asAddress(asFields(argumentNamed(each.decoded, 'params'))['recipient']);
      const paidTo = params ?? receiver;
      if (!/^(swap|exact|v[23]Swap)/.test(name) || paidTo === null || isPlaceholder(paidTo)) return [];
      if (facts.own.has(paidTo) || paidTo === each.to || isVouchedFor(facts, paidTo)) return [];
      const severity = isAccount(facts, paidTo) ? 'high' : 'medium';
      return [
        {
          severity,
          text: `What the swap buys goes to ${shortAddress(paidTo)}, and not to you.`,
          address: paidTo,
          evidence: { function: name },
        },
      ];
    });
  },
});
