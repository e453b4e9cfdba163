import type { Address } from '../core/chain/block.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { nftSalesIn } from '../core/detect/nft-sales.js';

interface Params {
  /** Of the collection's usual price: percent. */
  readonly maxPercent: bigint;
  readonly minSales: number;
  /** Nothing, where no price is known. */
  readonly maxWei: bigint;
}

function median(prices: readonly bigint[]): bigint {
  const sorted = [...prices].sort((a, b) => (a < b ? -1 : 1));
  return sorted[sorted.length >> 1] ?? 0n;
}

/** A piece is sold by an order for almost nothing: its owner was made to sign. See nft-order-for-nothing.md. */
export default defineDetector<Params>({
  id: 'nft-order-for-nothing',
  version: 1,
  title: 'Order that sells for nothing',
  maturity: 'stable',
  attack: 'phishing',
  stage: 'user',
  // Coins are paid inside of calls, which no log tells.
  needs: ['logs', 'trace'],
  on: ['order', 'pieces'],
  params: { maxPercent: 5n, minSales: 2, maxWei: 10n ** 14n },

  inspect(tx, ctx, params) {
    const soldBefore = (collection: Address, market: Address) => ctx.history.salesOf(collection).some((sale) => sale.market === market);
    for (const { collection, tokenId, seller, buyer, priceWei } of nftSalesIn(tx, soldBefore)) {
      // Who sells by its own transaction sees what it gets.
      if (seller === tx.from || seller === tx.to) continue;
      const past = ctx.history.salesOf(collection).map((sale) => sale.priceWei);
      const usual = past.length >= params.minSales ? median(past) : null;
      // Of a market that is not known, a low price may be a price.
      const isNothing =
        usual === null || tx.decoded.nftOrders === 0 ? priceWei <= params.maxWei : priceWei * 100n <= usual * params.maxPercent;
      if (!isNothing) continue;
      return [
        {
          // Of a market that is not known, a move without a payment may be something else than a sale.
          severity: usual === null || tx.decoded.nftOrders === 0 ? 'medium' : 'high',
          subject: { address: seller, role: 'victim' },
          parties: [
            { address: buyer, role: 'attacker' },
            { address: collection, role: 'collection' },
            ...(tx.to === null ? [] : [{ address: tx.to, role: 'market' }]),
          ],
          summary: `${shortAddress(buyer)} took piece ${tokenId} of ${shortAddress(collection)} from ${shortAddress(seller)} by an order for ${priceWei === 0n ? 'nothing' : formatAmount(priceWei, 18)}${usual === null ? '' : `; its kind sells for ${formatAmount(usual, 18)}`}.`,
          reasons: [
            {
              id: 'for-nothing',
              text: usual === null ? 'The seller received nothing for it.' : 'The price is less than a twentieth of the usual one.',
              value: Number(priceWei) / 1e18,
              ...(usual === null ? {} : { usual: `${formatAmount(usual, 18)} in the last ${past.length} sales` }),
            },
            { id: 'order', text: 'The seller signed an order and did not send the transaction.' },
          ],
          evidence: {
            collection,
            tokenId: tokenId.toString(),
            seller,
            buyer,
            priceWei: priceWei.toString(),
            usualWei: usual?.toString() ?? null,
          },
        },
      ];
    }
    return [];
  },
});
