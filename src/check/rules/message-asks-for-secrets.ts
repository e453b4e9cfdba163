import { defineRule } from '../rule.js';

/** Message about keys. See message-asks-for-secrets.md. */
export default defineRule({
  id: 'message-asks-for-secrets',
  version: 1,
  title: 'Message about keys',
  group: 'message',
  params: {},

  inspect(facts) {
    const text = facts.message?.text ?? '';
    const found = /(private key|seed phrase|recovery phrase|secret phrase|mnemonic)/i.exec(text)?.[1];
    return found === undefined
      ? []
      : [
          {
            severity: 'high',
            text: `The message speaks of your ${found.toLowerCase()}: nobody honest needs that.`,
            address: null,
            evidence: {},
          },
        ];
  },
});
