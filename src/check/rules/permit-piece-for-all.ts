import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** A whole collection by a signature. See permit-piece-for-all.md. */
export default defineRule({
  id: 'permit-piece-for-all',
  version: 1,
  title: 'A whole collection by a signature',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ kind, spender, token, amount }): RuleHit[] =>
      kind === 'for-all' && amount > 0n && spender !== null
        ? [
            {
              severity: 'low',
              text: `The signature lets ${shortAddress(spender)} move every piece that you have of ${shortAddress(token)}.`,
              address: spender,
              evidence: { collection: token },
            },
          ]
        : [],
    );
  },
});
