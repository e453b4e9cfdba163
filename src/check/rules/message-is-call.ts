import { callIn } from '../calls-in-bytes.js';
import { defineRule } from '../rule.js';

/** Call in the place of a message. See message-is-call.md. */
export default defineRule({
  id: 'message-is-call',
  version: 1,
  title: 'Call in the place of a message',
  group: 'message',
  params: {},

  inspect(facts) {
    const { message } = facts;
    const name = message === null || message.text !== null ? null : callIn(message.bytes);
    return name === null
      ? []
      : [{ severity: 'medium', text: `The message reads as a call of ${name}.`, address: null, evidence: { function: name } }];
  },
});
