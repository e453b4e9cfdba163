import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Allowance taken back. See approval-revoked.md. */
export default defineRule({
  id: 'approval-revoked',
  version: 1,
  title: 'Allowance taken back',
  group: 'approval',
  params: {},

  inspect(facts) {
    return facts.steps
      .flatMap(({ tx }) => tx.decoded.approvals)
      .flatMap(({ owner, spender, token, amount }): RuleHit[] =>
        facts.own.has(owner) && amount === 0n
          ? [
              {
                severity: 'info',
                text: `${shortAddress(spender)} may no longer take your ${shortAddress(token)}.`,
                address: spender,
                evidence: { token },
              },
            ]
          : [],
      );
  },
});
