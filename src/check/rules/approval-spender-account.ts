import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel, isAccount } from '../rule-questions.js';

/** Told by rules of their own. */
const SIGNED = ['permit', 'dai-permit', 'permit2-transfer', 'nft-permit', 'transfer-authorization', 'borrow'];
const TELLING = ['approval-unlimited-to-eoa', 'approval-for-all-to-eoa'];

/** Allowance for an account. See approval-spender-account.md. */
export default defineRule({
  id: 'approval-spender-account',
  version: 1,
  title: 'Allowance for an account',
  group: 'approval',
  params: {},

  inspect(facts) {
    if (facts.signature !== null && facts.steps.length === 0) return [];
    return facts.ownExposures.flatMap(({ spender, token, unlimited, kind, limit }): RuleHit[] => {
      if (SIGNED.includes(kind) || !isAccount(facts, spender) || hasLabel(facts, spender, ['exchange', 'custodian'])) return [];
      if (TELLING.some((detector) => facts.isTold(detector))) return [];
      return [
        {
          severity: unlimited || kind === 'for-all' ? 'high' : 'medium',
          text: `You let ${shortAddress(spender)}, an account and no contract, take ${unlimited ? 'all' : 'some'} of your ${shortAddress(token)}: no protocol needs that, thieves do.`,
          address: spender,
          evidence: { token, limit: limit.toString(), kind },
        },
      ];
    });
  },
});
