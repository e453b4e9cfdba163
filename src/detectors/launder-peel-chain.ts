import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { isFlaggedPlace, isPublicPlace, paymentsOf, taintOf } from '../core/detect/taint.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  /** Of the payer: this payment is one more. */
  readonly minHops: number;
  readonly minShare: number;
  readonly highUsd: number;
}

/** Money of a robbery goes on through one fresh account after another. See launder-peel-chain.md. */
export default defineDetector<Params>({
  id: 'launder-peel-chain',
  version: 1,
  title: 'Peel chain of stolen money',
  maturity: 'stable',
  attack: 'laundering',
  stage: 'launder',
  needs: [],
  on: ['payment'],
  params: { minHops: 2, minShare: 0.5, highUsd: 10_000 },

  inspect(tx, ctx, params) {
    const taint = taintOf(tx.from, ctx);
    if (taint === null || taint.hops < params.minHops || taint.share < params.minShare) return [];
    // Each hand of the chain lives on what the hand before gave it.
    const funding = ctx.history.fundingOf(tx.from);
    if (funding === null || taintOf(funding.from, ctx) === null) return [];
    for (const { to, token, amount } of paymentsOf(tx)) {
      const labels = ctx.labelsOf(to);
      if (ctx.history.firstSeenAt(to) !== null || ctx.codeOf(to) === 'some' || isPublicPlace(labels) || isFlaggedPlace(labels)) continue;
      const usd = usdOfAmount(token, amount, ctx);
      return [
        {
          severity: usd !== null && usd >= params.highUsd ? 'high' : 'medium',
          subject: { address: to, role: 'receiver' },
          parties: [
            { address: tx.from, role: 'payer' },
            { address: taint.origin, role: 'origin' },
          ],
          summary: `${formatAmount(amount, ctx.decimalsOf(token) ?? 18)} that left ${shortAddress(taint.origin)} went on from ${shortAddress(tx.from)} to the fresh account ${shortAddress(to)}, the ${taint.hops + 1}. hand.`,
          reasons: [
            { id: 'hops', text: `The money came through ${taint.hops} accounts, each of which lives on it.`, value: taint.hops + 1 },
            { id: 'fresh', text: 'The receiver was never seen before.' },
          ],
          evidence: { origin: taint.origin, hops: taint.hops + 1, share: taint.share, token, amount: amount.toString(), usd },
        },
      ];
    }
    return [];
  },
});
