import { defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';
import { tokenToSell, tokenTradesIn } from '../core/detect/token-trades.js';

interface Params {
  /** Buyers who tried to sell and failed, this one included. */
  readonly minFailed: number;
  /** Of a sale, taken by the token itself. */
  readonly minTax: number;
}

/** A token that can be bought and not sold, or only for what its tax leaves. See token-honeypot.md. */
export default defineDetector<Params>({
  id: 'token-honeypot',
  version: 1,
  title: 'Token that cannot be sold',
  maturity: 'stable',
  attack: 'honeypot',
  stage: 'user',
  needs: ['logs'],
  on: ['pool', 'failure'],
  params: { minFailed: 3, minTax: 0.5 },

  inspect(tx, ctx, params) {
    const token = tx.receipt?.status === 0 ? tokenToSell(tx) : null;
    if (token !== null) {
      const { buyers, sellers, failedSellers } = ctx.history.tradersOf(token);
      const maker = ctx.history.creatorOf(token);
      const failed = new Set([...failedSellers, tx.from]);
      const couldSell = sellers.filter((seller) => seller !== maker);
      if (!buyers.includes(tx.from) || failed.size < params.minFailed || couldSell.length > 0) return [];
      return [
        {
          severity: 'high',
          subject: { address: token, role: 'token' },
          parties: [{ address: tx.from, role: 'victim' }],
          summary: `${shortAddress(tx.from)} bought ${shortAddress(token)} and cannot sell it; so it went for ${failed.size - 1} others, and nobody but its maker ever could.`,
          reasons: [
            { id: 'sales-fail', text: `${failed.size} buyers tried to sell and failed.`, value: failed.size },
            { id: 'none-sold', text: 'No buyer has sold any of it.', value: 0 },
          ],
          evidence: { token, failedSellers: failed.size, buyers: buyers.length },
        },
      ];
    }
    for (const { kind, token: sold, trader, traderAmount, poolAmount } of tokenTradesIn(tx)) {
      const tax = kind === 'sold' ? 1 - Number(poolAmount) / Number(traderAmount) : 0;
      if (tax < params.minTax || !ctx.history.tradersOf(sold).buyers.includes(trader)) continue;
      return [
        {
          severity: 'high',
          subject: { address: sold, role: 'token' },
          parties: [{ address: trader, role: 'victim' }],
          summary: `${shortAddress(trader)} sold ${shortAddress(sold)}, and the token itself kept ${formatPercent(tax)} of it.`,
          reasons: [
            {
              id: 'sale-tax',
              text: `${formatPercent(tax)} of what was sold did not reach the pool.`,
              value: tax,
              usual: 'none, or some percent',
            },
          ],
          evidence: { token: sold, tax, given: traderAmount.toString(), arrived: poolAmount.toString() },
        },
      ];
    }
    return [];
  },
});
