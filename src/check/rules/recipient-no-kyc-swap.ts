import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel, paymentsOf } from '../rule-questions.js';

/** Swap service that asks no name. See recipient-no-kyc-swap.md. */
export default defineRule({
  id: 'recipient-no-kyc-swap',
  version: 1,
  title: 'Swap service that asks no name',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return paymentsOf(facts).flatMap(({ to }): RuleHit[] =>
      hasLabel(facts, to, ['no-kyc-swap'])
        ? [
            {
              severity: 'low',
              text: `${shortAddress(to)} belongs to a swap service that asks nobody’s name: there is nobody to turn to if it keeps your money.`,
              address: to,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
