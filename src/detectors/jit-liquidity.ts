import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

/** Liquidity comes right before a swap and leaves right after it, in one block. See jit-liquidity.md. */
export default defineDetector({
  id: 'jit-liquidity',
  version: 1,
  title: 'Just-in-time liquidity',
  maturity: 'stable',
  attack: 'front-running',
  stage: 'exploit',
  needs: ['logs'],
  on: ['liquidity'],
  params: {},

  inspect(tx, ctx) {
    for (const { kind, pool, owner, range, liquidity } of tx.decoded.positions) {
      if (kind !== 'removed' || liquidity === 0n) continue;
      const added = ctx.history
        .positionsInBlock(pool, ctx.blockNumber)
        .find((one) => one.owner === owner && one.range === range && one.by === tx.from && one.index < tx.index);
      if (added === undefined) continue;
      const between = ctx.history
        .swapsInBlock(pool, ctx.blockNumber)
        .find(({ index, from }) => index > added.index && index < tx.index && from !== tx.from);
      if (between === undefined) continue;
      return [
        {
          severity: 'info',
          subject: { address: pool, role: 'pool' },
          parties: [
            { address: tx.from, role: 'provider' },
            { address: between.from, role: 'trader' },
          ],
          summary: `${shortAddress(tx.from)} gave liquidity to ${shortAddress(pool)} right before the swap of ${shortAddress(between.from)} and took it right after, in one block.`,
          reasons: [
            {
              id: 'around-a-swap',
              text: `Transactions ${added.index} and ${tx.index} around ${between.index}: most of the swap's fee went there.`,
            },
          ],
          evidence: {
            pool,
            provider: tx.from,
            trader: between.from,
            addIndex: added.index,
            swapIndex: between.index,
            removeIndex: tx.index,
          },
        },
      ];
    }
    return [];
  },
});
