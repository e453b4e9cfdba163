import { defineRule } from '../rule.js';
import { outerCall, ownChangesOf, sumUsd } from '../rule-questions.js';

/** Swap far below the price. See swap-price-off.md. */
export default defineRule({
  id: 'swap-price-off',
  version: 1,
  title: 'Swap far below the price',
  group: 'swap',
  params: { leastUsd: 20, warnBelow: 0.85, highBelow: 0.5 },

  inspect(facts, params) {
    const isSwap =
      facts.steps.some(({ tx }) => tx.decoded.swaps.length > 0) ||
      facts.calls.some(({ decoded }) => /swap|exchange/i.test(decoded?.name ?? ''));
    const { lost, gained } = ownChangesOf(facts);
    const [paid, got] = [sumUsd(facts, lost), sumUsd(facts, gained)];
    if (
      !isSwap ||
      lost.length === 0 ||
      gained.length === 0 ||
      paid === null ||
      got === null ||
      paid < params.leastUsd ||
      got >= paid * params.warnBelow
    )
      return [];
    const severity = got < paid * params.highBelow ? 'high' : 'medium';
    return [
      {
        severity,
        text: `You pay about ${paid.toFixed(0)} USD and get about ${got.toFixed(0)} USD.`,
        address: outerCall(facts)?.to ?? null,
        evidence: { paidUsd: paid, gotUsd: got },
      },
    ];
  },
});
