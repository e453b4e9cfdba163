import { NATIVE } from '../core/chain/decoded.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { paymentsOf, taintOf } from '../core/detect/taint.js';
import { WRAPPED } from '../core/trace/token-flows.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  /** Payments between the robber and who swaps. */
  readonly maxHops: number;
  readonly minShare: number;
  readonly minUsd: number;
  readonly highUsd: number;
}

/** Who robbed makes coins of stolen tokens, which nobody can freeze. See launder-swap-to-native.md. */
export default defineDetector<Params>({
  id: 'launder-swap-to-native',
  version: 1,
  title: 'Stolen tokens swapped for coins',
  maturity: 'stable',
  attack: 'laundering',
  stage: 'launder',
  needs: ['logs'],
  on: ['tokens'],
  params: { maxHops: 1, minShare: 0.5, minUsd: 1_000, highUsd: 10_000 },

  inspect(tx, ctx, params) {
    const taint = taintOf(tx.from, ctx);
    if (taint === null || taint.hops > params.maxHops || taint.share < params.minShare) return [];
    const sold = paymentsOf(tx).find(({ standard, token }) => standard === 'erc20' && !WRAPPED.has(token));
    if (sold === undefined) return [];
    const coins = tx.decoded.transfers
      .filter(({ to, from, standard, token }) => to === tx.from && from !== tx.from && (standard === 'native' || WRAPPED.has(token)))
      .reduce((sum, { amount }) => sum + amount, 0n);
    if (coins === 0n) return [];
    const usd = usdOfAmount(NATIVE, coins, ctx) ?? usdOfAmount(sold.token, sold.amount, ctx);
    if (usd !== null && usd < params.minUsd) return [];
    return [
      {
        severity: usd !== null && usd >= params.highUsd ? 'high' : 'medium',
        subject: { address: tx.from, role: 'seller' },
        parties: [
          { address: sold.token, role: 'token' },
          { address: taint.origin, role: 'origin' },
        ],
        summary: `${shortAddress(tx.from)}${taint.hops === 0 ? ', who is flagged or attacked,' : ''} made ${formatAmount(coins, 18)} coins of ${formatAmount(sold.amount, ctx.decimalsOf(sold.token))} of ${shortAddress(sold.token)}.`,
        reasons: [
          { id: 'tainted', text: `The seller's money comes from ${shortAddress(taint.origin)}.`, value: taint.hops },
          { id: 'to-native', text: 'An issuer can freeze its token; nobody can freeze the native coin.' },
        ],
        evidence: {
          token: sold.token,
          amount: sold.amount.toString(),
          coinsWei: coins.toString(),
          origin: taint.origin,
          hops: taint.hops,
          usd,
        },
      },
    ];
  },
});
