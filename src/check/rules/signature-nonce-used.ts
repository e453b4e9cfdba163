import { defineRule } from '../rule.js';

/** Signature whose number is used up. See signature-nonce-used.md. */
export default defineRule({
  id: 'signature-nonce-used',
  version: 1,
  title: 'Signature whose number is used up',
  group: 'signature',
  params: {},

  inspect(facts) {
    if (facts.nonceUsed !== true) return [];
    return [
      {
        severity: 'low',
        text: 'A signature with this number was used already: it does nothing, or the page is out of date.',
        address: facts.signature?.domain.verifyingContract ?? null,
        evidence: {},
      },
    ];
  },
});
