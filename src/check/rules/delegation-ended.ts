import { NATIVE } from '../../core/chain/decoded.js';
import { shortAddress } from '../../core/detect/format.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Delegation that ends. See delegation-ended.md. */
export default defineRule({
  id: 'delegation-ended',
  version: 1,
  title: 'Delegation that ends',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ account, delegate }): RuleHit[] =>
      delegate === NATIVE
        ? [{ severity: 'info', text: `${shortAddress(account)} stops running foreign code.`, address: account, evidence: {} }]
        : [],
    );
  },
});
