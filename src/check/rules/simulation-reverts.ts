import { defineRule } from '../rule.js';

/** Transaction that would fail. See simulation-reverts.md. */
export default defineRule({
  id: 'simulation-reverts',
  version: 1,
  title: 'Transaction that would fail',
  group: 'outcome',
  params: {},

  inspect(facts) {
    for (const { environment, steps } of facts.outcomes)
      for (const [i, { status, revertReason, tx }] of steps.entries()) {
        if (status !== 'reverted') continue;
        const which = steps.length > 1 ? `Call ${i + 1}` : 'The transaction';
        return [
          {
            severity: 'medium',
            text: `${which} would fail${revertReason === null ? '' : `: ${revertReason}`}.`,
            address: tx.to,
            evidence: { environment, reason: revertReason, step: i },
          },
        ];
      }
    return [];
  },
});
