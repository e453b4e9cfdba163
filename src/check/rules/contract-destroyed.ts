import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Contract that destroyed itself. See contract-destroyed.md. */
export default defineRule({
  id: 'contract-destroyed',
  version: 1,
  title: 'Contract that destroyed itself',
  group: 'contract',
  params: {},

  inspect(facts) {
    return [...new Set(facts.calls.flatMap(({ to }) => to ?? []))].flatMap((contract): RuleHit[] =>
      facts.ctx.history.destroyedAt(contract) === null
        ? []
        : [
            {
              severity: 'medium',
              text: `${shortAddress(contract)} destroyed itself before.`,
              address: contract,
              evidence: { at: facts.ctx.history.destroyedAt(contract) },
            },
          ],
    );
  },
});
