import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel, isAccount } from '../rule-questions.js';
import { UNLIMITED_FROM } from '../simulate/exposures.js';

/** Permit for an account. See permit-to-eoa.md. */
export default defineRule({
  id: 'permit-to-eoa',
  version: 1,
  title: 'Permit for an account',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ spender, token, amount, kind }): RuleHit[] => {
      const isTold =
        (kind !== 'permit2-transfer' && amount >= UNLIMITED_FROM) ||
        kind === 'for-all' ||
        kind === 'transfer-authorization' ||
        kind === 'borrow';
      if (spender === null || amount === 0n || isTold || !isAccount(facts, spender) || hasLabel(facts, spender, ['exchange', 'custodian']))
        return [];
      return [
        {
          severity: 'medium',
          text: `The signature lets ${shortAddress(spender)}, an account without code, take some of your ${shortAddress(token)}.`,
          address: spender,
          evidence: { token, amount: amount.toString() },
        },
      ];
    });
  },
});
