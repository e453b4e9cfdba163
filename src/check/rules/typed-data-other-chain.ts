import { defineRule } from '../rule.js';

/** Signature for another chain. See typed-data-other-chain.md. */
export default defineRule({
  id: 'typed-data-other-chain',
  version: 1,
  title: 'Signature for another chain',
  group: 'signature',
  params: {},

  inspect(facts) {
    const { domain } = facts.signature ?? {};
    if (domain === undefined || domain.chainId === null || domain.chainId === facts.chainId) return [];
    return [
      {
        severity: 'high',
        text: `The signature is for chain ${domain.chainId}, and the wallet is on chain ${facts.chainId}: it can be used there.`,
        address: domain.verifyingContract,
        evidence: { signedFor: domain.chainId, chainId: facts.chainId },
      },
    ];
  },
});
