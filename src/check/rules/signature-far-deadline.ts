import { defineRule } from '../rule.js';
import { DAY } from '../rule-questions.js';

/** Signature that can be used for long. See signature-far-deadline.md. */
export default defineRule({
  id: 'signature-far-deadline',
  version: 1,
  title: 'Signature that can be used for long',
  group: 'signature',
  params: { longestS: 180 * DAY },

  inspect(facts, params) {
    const { intent } = facts.signature ?? {};
    if (intent == null || intent.expiresAt === null || intent.expiresAt - facts.ctx.timestamp <= params.longestS) return [];
    return [
      {
        severity: 'low',
        text: 'The signature can be handed in for more than half a year.',
        address: facts.signature?.domain.verifyingContract ?? null,
        evidence: { expiresAt: intent.expiresAt },
      },
    ];
  },
});
