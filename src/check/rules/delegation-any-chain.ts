import { NATIVE } from '../../core/chain/decoded.js';
import { defineRule, type RuleHit } from '../rule.js';

/** Delegation that is good on every chain. See delegation-any-chain.md. */
export default defineRule({
  id: 'delegation-any-chain',
  version: 1,
  title: 'Delegation that is good on every chain',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ chainId, delegate }): RuleHit[] =>
      chainId === 0 && delegate !== NATIVE
        ? [
            {
              severity: 'medium',
              text: 'The delegation names no chain: it can be used on all of them, also where the delegate is other code.',
              address: delegate,
              evidence: {},
            },
          ]
        : [],
    );
  },
});
