import { defineRule } from '../rule.js';

/** Number that is used up. See nonce-used.md. */
export default defineRule({
  id: 'nonce-used',
  version: 1,
  title: 'Number that is used up',
  group: 'account',
  params: {},

  inspect(facts) {
    const { sender, asked, from } = facts;
    if (sender === null || asked === null || asked.nonce === null || asked.nonce >= BigInt(sender.nonce)) return [];
    return [
      {
        severity: 'medium',
        text: `The account is at number ${sender.nonce}: a transaction with ${asked.nonce} can never be mined.`,
        address: from,
        evidence: { nonce: asked.nonce.toString(), next: sender.nonce },
      },
    ];
  },
});
