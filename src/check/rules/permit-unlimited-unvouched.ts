import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';
import { UNLIMITED_FROM } from '../simulate/exposures.js';

/** Permit of everything for a contract that nobody vouches for. See permit-unlimited-unvouched.md. */
export default defineRule({
  id: 'permit-unlimited-unvouched',
  version: 1,
  title: 'Permit of everything for a contract that nobody vouches for',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ spender, token, amount, kind }): RuleHit[] => {
      const isAll = kind === 'for-all' ? amount > 0n : amount >= UNLIMITED_FROM || (kind === 'permit2' && amount >= 2n ** 159n);
      if (
        spender === null ||
        !isAll ||
        kind === 'borrow' ||
        facts.ctx.codeOf(spender) === 'none' ||
        isVouchedFor(facts, spender) ||
        facts.own.has(spender)
      )
        return [];
      return [
        {
          severity: 'medium',
          text: `The signature lets ${shortAddress(spender)}, a contract that no label knows, take all of your ${shortAddress(token)}.`,
          address: spender,
          evidence: { token },
        },
      ];
    });
  },
});
