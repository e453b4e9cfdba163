import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Call to where there is no code. See call-without-code.md. */
export default defineRule({
  id: 'call-without-code',
  version: 1,
  title: 'Call to where there is no code',
  group: 'contract',
  params: {},

  inspect(facts) {
    return facts.calls.flatMap(({ to, input, decoded, valueWei, from }): RuleHit[] => {
      if (to === null || input.length < 10 || facts.ctx.codeOf(to) !== 'none') return [];
      const isOperation = facts.kind === 'userOperation' && facts.own.has(to) && !facts.own.has(from);
      // What is created on the way, or delegated to, has its code by then.
      const isThere = isOperation && (facts.steps.length > 1 || facts.delegations.length > 0);
      if (isOperation ? isThere : !facts.own.has(from) || facts.own.has(to)) return [];
      // A note that somebody wrote into a payment is as long as it happens to be; a call is a selector and whole words.
      const isCall = decoded !== null || (valueWei > 0n && (input.length - 10) % 64 === 0);
      const severity = isCall ? 'medium' : 'low';
      return [
        {
          severity,
          text: `${shortAddress(to)} has no code: the call does nothing${valueWei > 0n ? ', and the coins stay there' : ''}.`,
          address: to,
          evidence: { function: decoded?.name ?? null },
        },
      ];
    });
  },
});
