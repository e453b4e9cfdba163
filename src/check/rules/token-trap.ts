import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Token that cannot be sold. See token-trap.md. */
export default defineRule({
  id: 'token-trap',
  version: 1,
  title: 'Token that cannot be sold',
  group: 'swap',
  params: {},

  inspect(facts) {
    return facts.traps.flatMap(({ token, arrives }): RuleHit[] =>
      arrives === null
        ? [
            {
              severity: 'high',
              text: `Once you have ${shortAddress(token)} you cannot pass it on: the transfer is refused.`,
              address: token,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
