import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { paymentsOf } from '../rule-questions.js';

/** Recipient that you funded yourself. See recipient-own-account.md. */
export default defineRule({
  id: 'recipient-own-account',
  version: 1,
  title: 'Recipient that you funded yourself',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] => {
      const isOwn = to !== facts.from && (facts.own.has(to) || facts.ctx.history.fundingOf(to)?.from === facts.from);
      return isOwn
        ? [
            {
              severity: 'info',
              text: `${shortAddress(to)} had its first coins from you: it is most likely your own.`,
              address: to,
              evidence: {},
            },
          ]
        : [];
    });
  },
});
