import { defineRule, type RuleHit } from '../rule.js';

/** Delegation for another chain. See delegation-other-chain.md. */
export default defineRule({
  id: 'delegation-other-chain',
  version: 1,
  title: 'Delegation for another chain',
  group: 'delegation',
  params: {},

  inspect(facts) {
    return facts.delegations.flatMap(({ chainId, delegate }): RuleHit[] =>
      chainId !== 0 && chainId !== facts.chainId
        ? [
            {
              severity: 'medium',
              text: `The delegation is for chain ${chainId}: it does nothing here, and can be used there.`,
              address: delegate,
              evidence: { chainId },
            },
          ]
        : [],
    );
  },
});
