import { defineRule } from '../rule.js';

/** Order in the place of a message. See message-carries-typed-data.md. */
export default defineRule({
  id: 'message-carries-typed-data',
  version: 1,
  title: 'Order in the place of a message',
  group: 'message',
  params: {},

  inspect(facts) {
    const text = facts.message?.text ?? null;
    if (text === null || !/"primaryType"\s*:/.test(text) || !/"(domain|message)"\s*:/.test(text)) return [];
    return [
      {
        severity: 'medium',
        text: 'The text is structured data (EIP-712): sign such data as what it is, or not at all.',
        address: null,
        evidence: {},
      },
    ];
  },
});
