import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor } from '../rule-questions.js';

/** Signed payment to somebody new. See transfer-authorization-to-stranger.md. */
export default defineRule({
  id: 'transfer-authorization-to-stranger',
  version: 1,
  title: 'Signed payment to somebody new',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ kind, spender, token }): RuleHit[] =>
      kind !== 'transfer-authorization' ||
      spender === null ||
      isVouchedFor(facts, spender) ||
      facts.ctx.history.paidBy(facts.from).includes(spender)
        ? []
        : [
            {
              severity: 'low',
              text: `The signature pays ${shortAddress(token)} to ${shortAddress(spender)}, whom you did not pay before.`,
              address: spender,
              evidence: { token },
            },
          ],
    );
  },
});
