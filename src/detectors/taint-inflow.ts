import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, formatPercent, shortAddress } from '../core/detect/format.js';
import { isFlaggedPlace, isPublicPlace, paymentsOf, taintOf } from '../core/detect/taint.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  /** Tainted value from which on a receiver should know. */
  readonly minUsd: number;
  /** Of coins and tokens whose price is not known: 1 whole unit of 18 decimals. */
  readonly minUnits: bigint;
  readonly mediumUsd: number;
}

/** Money of a robbery arrives, through others' hands. See taint-inflow.md. */
export default defineDetector<Params>({
  id: 'taint-inflow',
  version: 1,
  title: 'Tainted money received',
  maturity: 'stable',
  attack: 'laundering',
  stage: 'user',
  needs: [],
  on: ['payment'],
  params: { minUsd: 1_000, minUnits: 10n ** 18n, mediumUsd: 10_000 },

  inspect(tx, ctx, params) {
    const taint = taintOf(tx.from, ctx);
    // Straight from a flagged address: flagged-interaction speaks of that.
    if (taint === null || isFlaggedPlace(ctx.labelsOf(tx.from))) return [];
    for (const { to, token, amount } of paymentsOf(tx)) {
      const labels = ctx.labelsOf(to);
      if (isFlaggedPlace(labels) || taintOf(to, ctx)?.hops === 0) continue;
      const whole = usdOfAmount(token, amount, ctx);
      const usd = whole === null ? null : whole * taint.share;
      if (usd === null ? amount < params.minUnits : usd < params.minUsd) continue;
      const sum = formatAmount(amount, ctx.decimalsOf(token) ?? (usd === null ? null : 18));
      return [
        {
          severity: isPublicPlace(labels) || (usd !== null && usd >= params.mediumUsd) ? 'medium' : 'low',
          subject: { address: to, role: 'receiver' },
          parties: [
            { address: tx.from, role: 'payer' },
            { address: taint.origin, role: 'origin' },
          ],
          summary: `${shortAddress(to)} received ${sum} of ${shortAddress(token)} from ${shortAddress(tx.from)}, ${formatPercent(taint.share)} of whose money comes from ${shortAddress(taint.origin)}.`,
          reasons: [
            {
              id: 'tainted',
              text: `The money left ${shortAddress(taint.origin)}, and came through ${taint.hops} payments.`,
              value: taint.hops,
            },
            { id: 'share', text: `${formatPercent(taint.share)} of what the payer had is of that origin.`, value: taint.share },
          ],
          evidence: { origin: taint.origin, hops: taint.hops + 1, share: taint.share, token, amount: amount.toString(), usd },
        },
      ];
    }
    return [];
  },
});
