import { defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';

interface Params {
  /** Of both reserves. */
  readonly minShare: number;
}

/** A token's maker takes most of its pool away. See token-rug-liquidity-pull.md. */
export default defineDetector<Params>({
  id: 'token-rug-liquidity-pull',
  version: 1,
  title: 'Liquidity pulled by the token’s maker',
  maturity: 'stable',
  attack: 'rug-pull',
  stage: 'user',
  needs: ['logs'],
  on: ['pool'],
  params: { minShare: 0.8 },

  inspect(tx, ctx, params) {
    for (const { pool, reserve0, reserve1 } of tx.decoded.syncs) {
      const before = ctx.history.reservesOf(pool);
      if (before === null || before.reserve0 === 0n || before.reserve1 === 0n) continue;
      // Both sides go: a trade takes one and gives the other.
      const left = Math.max(Number(reserve0) / Number(before.reserve0), Number(reserve1) / Number(before.reserve1));
      if (1 - left < params.minShare) continue;
      const token = tx.decoded.transfers.find((one) => one.from === pool && ctx.history.creatorOf(one.token) === tx.from)?.token;
      if (token === undefined) continue;
      const { buyers } = ctx.history.tradersOf(token);
      return [
        {
          severity: buyers.length === 0 ? 'medium' : 'high',
          subject: { address: token, role: 'token' },
          parties: [
            { address: tx.from, role: 'owner' },
            { address: pool, role: 'pool' },
          ],
          summary: `${shortAddress(tx.from)}, who made ${shortAddress(token)}, took ${formatPercent(1 - left)} of its pool ${shortAddress(pool)} away${buyers.length === 0 ? '' : `, after ${buyers.length} people had bought it`}.`,
          reasons: [
            { id: 'liquidity-gone', text: `${formatPercent(1 - left)} of both reserves left.`, value: 1 - left },
            { id: 'maker', text: 'The maker of the token took them: who bought it cannot sell it for anything.' },
          ],
          evidence: { token, pool, share: 1 - left, buyers: buyers.length },
        },
      ];
    }
    return [];
  },
});
