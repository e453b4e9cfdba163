import { longerAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { paymentsOf } from '../rule-questions.js';

/** Recipient that looks like somebody you paid. See recipient-lookalike.md. */
export default defineRule({
  id: 'recipient-lookalike',
  version: 1,
  title: 'Recipient that looks like somebody you paid',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] => {
      const real = facts.ctx.history.lookalikeOf(facts.from, to);
      if (real === null) return [];
      return [
        {
          severity: 'high',
          text: `${longerAddress(to)} begins and ends like ${longerAddress(real)}, whom you paid before, and is another address.`,
          address: to,
          evidence: { real },
        },
      ];
    });
  },
});
