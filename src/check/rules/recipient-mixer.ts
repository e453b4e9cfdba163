import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';
import { hasLabel } from '../rule-questions.js';

/** Payment into a mixer. See recipient-mixer.md. */
export default defineRule({
  id: 'recipient-mixer',
  version: 1,
  title: 'Payment into a mixer',
  group: 'recipient',
  params: {},

  inspect(facts) {
    return [...facts.counterparties.direct].flatMap((address): RuleHit[] =>
      hasLabel(facts, address, ['mixer'])
        ? [
            {
              severity: 'medium',
              text: `${shortAddress(address)} belongs to a mixer: exchanges may refuse what comes out of it, or you.`,
              address,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
