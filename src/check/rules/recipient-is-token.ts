import type { Hex } from '../../core/chain/block.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor, paymentsOf } from '../rule-questions.js';

const TRANSFER: Hex = '0xa9059cbb';
const BALANCE_OF: Hex = '0x70a08231';

/** Tokens sent to a token contract. See recipient-is-token.md. */
export default defineRule({
  id: 'recipient-is-token',
  version: 1,
  title: 'Tokens sent to a token contract',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ standard, token, to }): RuleHit[] => {
      const selectors = facts.codeOf(to)?.selectors;
      const isToken = to === token || (selectors?.has(TRANSFER) === true && selectors.has(BALANCE_OF));
      if (standard === 'native' || !isToken || isVouchedFor(facts, to)) return [];
      return [
        {
          severity: 'medium',
          text: `${shortAddress(to)} is the contract of a token: what is sent there is most likely lost.`,
          address: to,
          evidence: { token },
        },
      ];
    });
  },
});
