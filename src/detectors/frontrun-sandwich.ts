import { defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import type { BlockSwap } from '../core/detect/history.js';
import { isPublicPlace } from '../core/detect/taint.js';

/** The same hand: one account, or one contract that is nobody's router. */
function isSame(swap: BlockSwap, tx: InspectedTransaction, isPublic: boolean): boolean {
  return swap.from === tx.from || (!isPublic && swap.to !== null && swap.to === tx.to);
}

/** One hand trades before somebody's swap and back after it, in one block. See frontrun-sandwich.md. */
export default defineDetector({
  id: 'frontrun-sandwich',
  version: 1,
  title: 'Sandwich around a swap',
  maturity: 'stable',
  attack: 'front-running',
  stage: 'exploit',
  needs: ['logs'],
  on: ['pool'],
  params: {},

  inspect(tx, ctx) {
    const { swaps } = tx.decoded;
    if (swaps.length === 0 || tx.to === null) return [];
    const isPublic = isPublicPlace(ctx.labelsOf(tx.to));
    for (const { pool, amount0 } of swaps) {
      const earlier = ctx.history.swapsInBlock(pool, ctx.blockNumber);
      const isZeroIn = amount0 > 0n;
      const front = earlier.find((swap) => isSame(swap, tx, isPublic) && swap.isZeroIn !== isZeroIn && swap.index < tx.index);
      if (front === undefined) continue;
      const victim = earlier.find(
        (swap) =>
          swap.index > front.index &&
          swap.index < tx.index &&
          swap.isZeroIn === front.isZeroIn &&
          !isSame(swap, tx, isPublic) &&
          swap.to !== tx.to,
      );
      if (victim === undefined) continue;
      return [
        {
          severity: 'low',
          subject: { address: victim.from, role: 'victim' },
          parties: [
            { address: tx.from, role: 'attacker' },
            { address: tx.to, role: 'attack-contract' },
            { address: pool, role: 'pool' },
          ],
          summary: `${shortAddress(tx.from)} traded in pool ${shortAddress(pool)} before the swap of ${shortAddress(victim.from)} and back after it, in one block.`,
          reasons: [
            { id: 'before-and-after', text: `Transactions ${front.index} and ${tx.index} around ${victim.index}, in the same pool.` },
            { id: 'same-direction', text: 'The first trade went the victim’s way and made its price worse; the last took the difference.' },
          ],
          evidence: { pool, victim: victim.from, frontIndex: front.index, victimIndex: victim.index, backIndex: tx.index },
        },
      ];
    }
    return [];
  },
});
