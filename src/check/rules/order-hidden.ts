import { defineRule } from '../rule.js';

/** Order that does not show what it sells. See order-hidden.md. */
export default defineRule({
  id: 'order-hidden',
  version: 1,
  title: 'Order that does not show what it sells',
  group: 'signature',
  params: {},

  inspect(facts) {
    const hidden = facts.signature?.intent?.hidden ?? null;
    return hidden === null
      ? []
      : [{ severity: 'medium', text: hidden, address: facts.signature?.domain.verifyingContract ?? null, evidence: {} }];
  },
});
