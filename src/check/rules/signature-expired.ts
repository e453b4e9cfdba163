import { defineRule } from '../rule.js';

/** Signature that is too late. See signature-expired.md. */
export default defineRule({
  id: 'signature-expired',
  version: 1,
  title: 'Signature that is too late',
  group: 'signature',
  params: {},

  inspect(facts) {
    const { intent } = facts.signature ?? {};
    if (intent == null || intent.expiresAt === null || intent.expiresAt === 0 || intent.expiresAt >= facts.ctx.timestamp) return [];
    return [
      {
        severity: 'low',
        text: 'The deadline of the signature is over: nobody can use it.',
        address: null,
        evidence: { expiresAt: intent.expiresAt },
      },
    ];
  },
});
