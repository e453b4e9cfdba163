import type { Address } from '../../core/chain/block.js';
import { formatPercent, shortAddress } from '../../core/detect/format.js';
import { defineRule } from '../rule.js';

/** A pool that is swapped through several times says nothing by its last reserves. */
function isNested(pool: Address, swaps: readonly { readonly pool: Address }[]): boolean {
  return swaps.filter((swap) => swap.pool === pool).length > 1;
}

/** Swap that moves its pool far. See swap-price-impact.md. */
export default defineRule({
  id: 'swap-price-impact',
  version: 1,
  title: 'Swap that moves its pool far',
  group: 'swap',
  params: { leastShare: 0.75 },

  inspect(facts, params) {
    for (const { tx } of facts.steps)
      for (const { pool, kind, amount0, amount1 } of tx.decoded.swaps) {
        const after = tx.decoded.syncs.findLast((sync) => sync.pool === pool);
        if (kind !== 'v2' || after === undefined || isNested(pool, tx.decoded.swaps)) continue;
        const [before0, before1] = [Number(after.reserve0 - amount0), Number(after.reserve1 - amount1)];
        const [paid, got, paidFrom, gotFrom] =
          amount0 > 0n ? [Number(amount0), -Number(amount1), before0, before1] : [Number(amount1), -Number(amount0), before1, before0];
        const share = got / paid / (gotFrom / paidFrom);
        if (!Number.isFinite(share) || share >= params.leastShare) continue;
        return [
          {
            severity: 'medium',
            text: `The pool ${shortAddress(pool)} is small: you get ${formatPercent(share)} of what its price says.`,
            address: pool,
            evidence: { share },
          },
        ];
      }
    return [];
  },
});
