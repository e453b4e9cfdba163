import { defineRule } from '../rule.js';

/** One signature for many tokens. See permit-many-tokens.md. */
export default defineRule({
  id: 'permit-many-tokens',
  version: 1,
  title: 'One signature for many tokens',
  group: 'signature',
  params: { least: 4 },

  inspect(facts, params) {
    const grants = facts.signature?.intent?.grants ?? [];
    if (grants.length < params.least) return [];
    return [
      {
        severity: 'medium',
        text: `One signature hands over ${grants.length} tokens.`,
        address: grants[0]?.spender ?? null,
        evidence: { tokens: grants.length },
      },
    ];
  },
});
