import { defineRule } from '../rule.js';

/** Number that leaves a gap. See nonce-gap.md. */
export default defineRule({
  id: 'nonce-gap',
  version: 1,
  title: 'Number that leaves a gap',
  group: 'account',
  params: {},

  inspect(facts) {
    const { sender, asked, from } = facts;
    const next = sender === null ? null : (sender.pendingNonce ?? sender.nonce);
    if (next === null || asked === null || asked.nonce === null || asked.nonce <= BigInt(next)) return [];
    return [
      {
        severity: 'low',
        text: `Numbers before ${asked.nonce} are free: the transaction waits, and can be sent when nobody thinks of it any more.`,
        address: from,
        evidence: { nonce: asked.nonce.toString(), next },
      },
    ];
  },
});
