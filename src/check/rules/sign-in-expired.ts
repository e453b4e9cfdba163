import { defineRule } from '../rule.js';

/** Sign-in that is too late. See sign-in-expired.md. */
export default defineRule({
  id: 'sign-in-expired',
  version: 1,
  title: 'Sign-in that is too late',
  group: 'message',
  params: {},

  inspect(facts) {
    const ends = facts.message?.signIn?.expirationTime ?? null;
    const at = ends === null ? Number.NaN : Date.parse(ends) / 1_000;
    if (Number.isNaN(at) || at >= facts.ctx.timestamp) return [];
    return [
      {
        severity: 'low',
        text: 'The sign-in ran out: the page is old, or the message is.',
        address: null,
        evidence: { expirationTime: ends },
      },
    ];
  },
});
