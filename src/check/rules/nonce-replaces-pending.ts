import { defineRule } from '../rule.js';

/** Transaction that takes the place of another. See nonce-replaces-pending.md. */
export default defineRule({
  id: 'nonce-replaces-pending',
  version: 1,
  title: 'Transaction that takes the place of another',
  group: 'account',
  params: {},

  inspect(facts) {
    const { sender, asked, from } = facts;
    if (sender === null || sender.pendingNonce === null || asked === null || asked.nonce === null) return [];
    if (asked.nonce < BigInt(sender.nonce) || asked.nonce >= BigInt(sender.pendingNonce)) return [];
    return [
      {
        severity: 'low',
        text: `A transaction with number ${asked.nonce} waits already: only one of the two will be mined.`,
        address: from,
        evidence: { nonce: asked.nonce.toString() },
      },
    ];
  },
});
