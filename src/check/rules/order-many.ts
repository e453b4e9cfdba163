import { defineRule } from '../rule.js';

/** One signature that sells much. See order-many.md. */
export default defineRule({
  id: 'order-many',
  version: 1,
  title: 'One signature that sells much',
  group: 'signature',
  params: { least: 5 },

  inspect(facts, params) {
    const given = (facts.signature?.intent?.orders ?? []).flatMap(({ gives }) =>
      gives.filter(({ standard }) => standard === 'erc721' || standard === 'erc1155'),
    );
    if (given.length < params.least) return [];
    return [
      {
        severity: 'medium',
        text: `One signature offers ${given.length} pieces.`,
        address: given[0]?.token ?? null,
        evidence: { pieces: given.length },
      },
    ];
  },
});
