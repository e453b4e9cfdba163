import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

const NAMES = /approv|permit|allowance|delegat/i;

/** Allowance that no call asked for. See approval-unasked.md. */
export default defineRule({
  id: 'approval-unasked',
  version: 1,
  title: 'Allowance that no call asked for',
  group: 'approval',
  params: {},

  inspect(facts) {
    if (facts.signature !== null) return [];
    const asking = facts.calls.filter(({ decoded, selector }) => decoded === null || NAMES.test(decoded.name) || selector === null);
    return facts.ownExposures.flatMap(({ owner, spender, token }): RuleHit[] => {
      const isAsked = asking.some(
        ({ to, decoded }) => to === token || (decoded !== null && JSON.stringify(decoded.arguments).includes(token.slice(2))),
      );
      if (owner !== facts.from || isAsked || isVouchedFor(facts, spender)) return [];
      return [
        {
          severity: 'high',
          text: `After this ${shortAddress(spender)} may take your ${shortAddress(token)}, although no call that you sign says so.`,
          address: spender,
          evidence: { token },
        },
      ];
    });
  },
});
