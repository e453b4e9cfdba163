import { shortAddress } from '../../core/detect/format.js';
import { argumentAt, asAddress } from '../decode/arguments.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor, outerCall } from '../rule-questions.js';

/** Transfer that another call carries. See outcome-carried-transfer.md. */
export default defineRule({
  id: 'outcome-carried-transfer',
  version: 1,
  title: 'Transfer that another call carries',
  group: 'outcome',
  params: {},

  inspect(facts) {
    if (facts.kind === 'calls') return [];
    const outer = outerCall(facts);
    return facts.calls.slice(1).flatMap(({ decoded, to }): RuleHit[] => {
      if (
        decoded?.name !== 'transferFrom' ||
        to === null ||
        outer === null ||
        /exec|multiSend|batch|handleOps/i.test(outer.decoded?.name ?? '')
      )
        return [];
      const [from, receiver] = [asAddress(argumentAt(decoded, 0)), asAddress(argumentAt(decoded, 1))];
      if (
        from === null ||
        receiver === null ||
        !facts.own.has(from) ||
        facts.own.has(receiver) ||
        receiver === outer.to ||
        isVouchedFor(facts, receiver)
      )
        return [];
      return [
        {
          severity: 'medium',
          text: `Inside of ${outer.decoded?.name ?? 'the call'} your ${shortAddress(to)} goes to ${shortAddress(receiver)}.`,
          address: receiver,
          evidence: { token: to },
        },
      ];
    });
  },
});
