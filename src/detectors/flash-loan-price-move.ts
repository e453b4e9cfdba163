import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** Highest over lowest price of a pool within the transaction. */
  readonly minRatio: number;
}

interface PoolMove {
  readonly pool: Address;
  /** Highest over lowest price seen. */
  readonly ratio: number;
  /** Last over first price: near 1 where the price came back. */
  readonly net: number;
}

function priceOfReserves(reserve0: bigint, reserve1: bigint): number | null {
  const price = Number(reserve1) / Number(reserve0);
  return Number.isFinite(price) && price > 0 ? price : null;
}

/** Prices of each pool in order: before the transaction where known, then after each change. */
function priceMoves(tx: InspectedTransaction, ctx: DetectContext): readonly PoolMove[] {
  const prices = new Map<Address, number[]>();
  const note = (pool: Address, price: number | null) => {
    if (price === null) return;
    const seen = prices.get(pool);
    if (seen === undefined) prices.set(pool, [price]);
    else seen.push(price);
  };
  for (const sync of tx.decoded.syncs) {
    if (!prices.has(sync.pool)) {
      const before = ctx.history.reservesOf(sync.pool);
      if (before !== null) note(sync.pool, priceOfReserves(before.reserve0, before.reserve1));
    }
    note(sync.pool, priceOfReserves(sync.reserve0, sync.reserve1));
  }
  for (const swap of tx.decoded.swaps) if (swap.sqrtPriceX96 !== null) note(swap.pool, (Number(swap.sqrtPriceX96) / 2 ** 96) ** 2);
  return [...prices].map(([pool, seen]) => ({
    pool,
    ratio: Math.max(...seen) / Math.min(...seen),
    net: (seen.at(-1) ?? 1) / (seen[0] ?? 1),
  }));
}

/** A flash loan, and a pool price that moves far within the same transaction. See flash-loan-price-move.md. */
export default defineDetector<Params>({
  id: 'flash-loan-price-move',
  version: 1,
  title: 'Flash loan with a large price move',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: ['logs'],
  params: { minRatio: 2 },

  inspect(tx, ctx, params) {
    const loan = tx.decoded.flashLoans[0];
    if (loan === undefined) return [];
    const moved = priceMoves(tx, ctx).filter(({ ratio }) => ratio >= params.minRatio);
    const worst = moved.sort((a, b) => b.ratio - a.ratio)[0];
    if (worst === undefined) return [];
    // A price that comes back was moved for what was read in between.
    const cameBack = Math.abs(Math.log(worst.net)) < Math.log(worst.ratio) / 2;
    return [
      {
        severity: cameBack ? 'critical' : 'high',
        subject: { address: worst.pool, role: 'pool' },
        parties: [
          { address: tx.from, role: 'attacker' },
          { address: loan.lender, role: 'lender' },
          { address: loan.receiver, role: 'receiver' },
        ],
        summary: `With a flash loan from ${shortAddress(loan.lender)}, ${shortAddress(tx.from)} moved the price in pool ${shortAddress(worst.pool)} ${worst.ratio.toFixed(1)}-fold${cameBack ? ' and back' : ''}.`,
        reasons: [
          { id: 'flash-loan', text: `A flash loan (${loan.protocol}) was taken and repaid in this transaction.` },
          {
            id: 'price-move',
            text: `The pool's price moved ${worst.ratio.toFixed(2)}-fold${cameBack ? ' and came back' : ''}.`,
            value: worst.ratio,
            usual: 'below 1.02 in one transaction',
          },
        ],
        evidence: {
          pool: worst.pool,
          priceRatio: worst.ratio,
          netRatio: worst.net,
          lender: loan.lender,
          receiver: loan.receiver,
          protocol: loan.protocol,
          poolsMoved: moved.length,
        },
      },
    ];
  },
});
