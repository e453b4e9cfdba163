import { defineRule } from '../rule.js';

/** Bare hash in the place of a message. See message-is-hash.md. */
export default defineRule({
  id: 'message-is-hash',
  version: 1,
  title: 'Bare hash in the place of a message',
  group: 'message',
  params: {},

  inspect(facts) {
    const { message } = facts;
    if (message === null || message.text !== null || message.bytes?.length !== 66) return [];
    return [
      {
        severity: 'high',
        text: 'The message is a bare hash of 32 bytes: it may stand for a transaction or an order that nobody sees.',
        address: null,
        evidence: { hash: message.bytes },
      },
    ];
  },
});
