import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel, isAccount } from '../rule-questions.js';
import { UNLIMITED_FROM } from '../simulate/exposures.js';

const ALLOWS = ['permit', 'dai-permit', 'permit2', 'for-all'];

/** Permit of everything for an account. See permit-unlimited-to-eoa.md. */
export default defineRule({
  id: 'permit-unlimited-to-eoa',
  version: 1,
  title: 'Permit of everything for an account',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ spender, token, amount, kind }): RuleHit[] => {
      if (
        spender === null ||
        !ALLOWS.includes(kind) ||
        amount < (kind === 'for-all' ? 1n : UNLIMITED_FROM) ||
        !isAccount(facts, spender) ||
        hasLabel(facts, spender, ['exchange', 'custodian'])
      )
        return [];
      return [
        {
          severity: 'high',
          text: `The signature lets ${shortAddress(spender)}, an account without code, take all of your ${shortAddress(token)}: no protocol needs that, drainers do.`,
          address: spender,
          evidence: { token, amount: amount.toString() },
        },
      ];
    });
  },
});
