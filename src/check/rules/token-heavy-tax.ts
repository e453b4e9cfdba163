import { formatPercent, shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Token that keeps much of each transfer. See token-heavy-tax.md. */
export default defineRule({
  id: 'token-heavy-tax',
  version: 1,
  title: 'Token that keeps much of each transfer',
  group: 'swap',
  params: { highBelow: 0.5 },

  inspect(facts, params) {
    return facts.traps.flatMap(({ token, arrives }): RuleHit[] =>
      arrives === null
        ? []
        : [
            {
              severity: arrives < params.highBelow ? 'high' : 'medium',
              text: `Of ${shortAddress(token)} only ${formatPercent(arrives)} arrives where it is sent.`,
              address: token,
              evidence: { arrives },
            },
          ],
    );
  },
});
