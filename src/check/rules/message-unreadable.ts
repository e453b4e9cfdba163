import { callIn } from '../calls-in-bytes.js';
import { defineRule } from '../rule.js';

/** Message that nobody can read. See message-unreadable.md. */
export default defineRule({
  id: 'message-unreadable',
  version: 1,
  title: 'Message that nobody can read',
  group: 'message',
  params: {},

  inspect(facts) {
    const { message } = facts;
    if (
      message === null ||
      message.text !== null ||
      message.bytes === null ||
      message.bytes.length === 66 ||
      message.bytes.length === 2 ||
      callIn(message.bytes) !== null
    )
      return [];
    return [
      {
        severity: 'medium',
        text: 'The message is bytes that nobody can read.',
        address: null,
        evidence: { bytes: (message.bytes.length - 2) / 2 },
      },
    ];
  },
});
