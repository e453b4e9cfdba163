import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Contract whose code was replaced. See contract-made-again.md. */
export default defineRule({
  id: 'contract-made-again',
  version: 1,
  title: 'Contract whose code was replaced',
  group: 'contract',
  params: {},

  inspect(facts) {
    return [...facts.counterparties.direct].flatMap((contract): RuleHit[] =>
      facts.ctx.history.creationsOf(contract) > 1
        ? [
            {
              severity: 'high',
              text: `${shortAddress(contract)} was created more than once: its code can become another.`,
              address: contract,
              evidence: { creations: facts.ctx.history.creationsOf(contract) },
            },
          ]
        : [],
    );
  },
});
