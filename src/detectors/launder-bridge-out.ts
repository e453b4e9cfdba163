import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, formatPercent, shortAddress } from '../core/detect/format.js';
import { paymentsOf, taintOf } from '../core/detect/taint.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  readonly minShare: number;
  readonly minUsd: number;
}

/** Money of a robbery leaves the chain by a bridge. See launder-bridge-out.md. */
export default defineDetector<Params>({
  id: 'launder-bridge-out',
  version: 1,
  title: 'Stolen money leaves by a bridge',
  maturity: 'stable',
  attack: 'laundering',
  stage: 'launder',
  needs: [],
  on: ['payment'],
  params: { minShare: 0.25, minUsd: 1_000 },

  inspect(tx, ctx, params) {
    const taint = taintOf(tx.from, ctx);
    if (taint === null || taint.share < params.minShare) return [];
    const isBridge = (address: typeof tx.from) => ctx.labelsOf(address).some(({ category }) => category === 'bridge');
    const payment = paymentsOf(tx).find(({ to }) => isBridge(to) || (tx.to !== null && to === tx.to && isBridge(tx.to)));
    if (payment === undefined) return [];
    const { to, token, amount } = payment;
    const usd = usdOfAmount(token, amount, ctx);
    if (usd !== null && usd < params.minUsd) return [];
    return [
      {
        severity: 'high',
        subject: { address: tx.from, role: 'payer' },
        parties: [
          { address: to, role: 'bridge' },
          { address: taint.origin, role: 'origin' },
        ],
        summary: `${shortAddress(tx.from)} sent ${formatAmount(amount, ctx.decimalsOf(token) ?? 18)} of ${shortAddress(token)} into the bridge ${shortAddress(to)}; ${formatPercent(taint.share)} of its money comes from ${shortAddress(taint.origin)}.`,
        reasons: [
          { id: 'tainted', text: `The money left ${shortAddress(taint.origin)} ${taint.hops} payments before.`, value: taint.hops },
          { id: 'bridge', text: 'On the other side it goes on under another account.' },
        ],
        evidence: { bridge: to, origin: taint.origin, hops: taint.hops, share: taint.share, token, amount: amount.toString(), usd },
      },
    ];
  },
});
