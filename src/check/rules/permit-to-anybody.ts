import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Permit that names nobody. See permit-to-anybody.md. */
export default defineRule({
  id: 'permit-to-anybody',
  version: 1,
  title: 'Permit that names nobody',
  group: 'signature',
  params: {},

  inspect(facts) {
    return (facts.signature?.intent?.grants ?? []).flatMap(({ spender, token, amount }): RuleHit[] =>
      spender !== null || amount === 0n
        ? []
        : [
            {
              severity: 'low',
              text: `The signature names nobody who may use it to take ${shortAddress(token)}: whoever gets hold of it can.`,
              address: token,
              evidence: { amount: amount.toString() },
            },
          ],
    );
  },
});
