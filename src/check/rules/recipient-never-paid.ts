import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { isVouchedFor, paymentsOf } from '../rule-questions.js';

/** Recipient that this account never paid. See recipient-never-paid.md. */
export default defineRule({
  id: 'recipient-never-paid',
  version: 1,
  title: 'Recipient that this account never paid',
  group: 'recipient',
  params: { leastSent: 3 },

  inspect(facts, params) {
    const { history } = facts.ctx;
    if (history.watchedSince() === null || history.sentCount(facts.from) < params.leastSent) return [];
    const paid = history.paidBy(facts.from);
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] =>
      paid.includes(to) || facts.own.has(to) || isVouchedFor(facts, to)
        ? []
        : [
            {
              severity: 'low',
              text: `You have not paid ${shortAddress(to)} before, as far as this chain was watched.`,
              address: to,
              evidence: { known: paid.length },
            },
          ],
    );
  },
});
