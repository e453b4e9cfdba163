import { defineRule } from '../rule.js';

/** Sign-in on another chain. See sign-in-other-chain.md. */
export default defineRule({
  id: 'sign-in-other-chain',
  version: 1,
  title: 'Sign-in on another chain',
  group: 'message',
  params: {},

  inspect(facts) {
    const signIn = facts.message?.signIn ?? null;
    if (signIn === null || signIn.chainId === null || signIn.chainId === facts.chainId) return [];
    return [
      {
        severity: 'medium',
        text: `The message names chain ${signIn.chainId}, and the wallet is on chain ${facts.chainId}.`,
        address: null,
        evidence: { named: signIn.chainId, chainId: facts.chainId },
      },
    ];
  },
});
