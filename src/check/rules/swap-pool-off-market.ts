import { defineRule } from '../rule.js';
import { ownChangesOf, usdOf } from '../rule-questions.js';

/** Pool whose price is far from the market. See swap-pool-off-market.md. */
export default defineRule({
  id: 'swap-pool-off-market',
  version: 1,
  title: 'Pool whose price is far from the market',
  group: 'swap',
  params: { mostTimes: 1.25 },

  inspect(facts, params) {
    const { lost, gained } = ownChangesOf(facts);
    const [paid, got] = [lost[0], gained[0]];
    if (lost.length !== 1 || gained.length !== 1 || paid === undefined || got === undefined) return [];
    const swaps = facts.steps.flatMap(({ tx }) => tx.decoded.swaps);
    const [paidUsd, gotUsd] = [usdOf(facts, paid.token, -paid.amount), usdOf(facts, got.token, got.amount)];
    if (swaps.length === 0 || paidUsd === null || gotUsd === null || gotUsd <= paidUsd * params.mostTimes) return [];
    return [
      {
        severity: 'medium',
        text: 'The pool pays much more than what you give is worth elsewhere: its price was moved, or a token is not what it seems.',
        address: swaps[0]?.pool ?? null,
        evidence: { paidUsd, gotUsd },
      },
    ];
  },
});
