import type { Address } from '../core/chain/block.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { nftSalesIn } from '../core/detect/nft-sales.js';
import { isPublicPlace } from '../core/detect/taint.js';

interface Params {
  /** Times that a piece came back to an account that had sold it, this one included. */
  readonly minReturns: number;
}

/** A piece goes to and fro between the same hands. See wash-trading.md. */
export default defineDetector<Params>({
  id: 'wash-trading',
  version: 1,
  title: 'Wash trading of a piece',
  maturity: 'stable',
  attack: 'wash-trading',
  stage: 'user',
  needs: ['logs'],
  on: ['order', 'pieces'],
  params: { minReturns: 2 },

  inspect(tx, ctx, params) {
    const soldBefore = (collection: Address, market: Address) => ctx.history.salesOf(collection).some((sale) => sale.market === market);
    const funderOf = (account: typeof tx.from) => {
      const funder = ctx.history.fundingOf(account)?.from ?? null;
      return funder !== null && isPublicPlace(ctx.labelsOf(funder)) ? null : funder;
    };
    for (const { collection, tokenId, seller, buyer, priceWei } of nftSalesIn(tx, soldBefore)) {
      const past = ctx.history.salesOfPiece(collection, tokenId);
      const back = past.filter(
        (sale) => (sale.seller === buyer && sale.buyer === seller) || (sale.seller === seller && sale.buyer === buyer),
      );
      const returns = back.filter((sale) => sale.seller === buyer).length;
      if (returns < params.minReturns) continue;
      const isOnePurse = funderOf(seller) !== null && funderOf(seller) === funderOf(buyer);
      return [
        {
          severity: isOnePurse ? 'medium' : 'low',
          subject: { address: collection, role: 'collection' },
          parties: [
            { address: seller, role: 'trader' },
            { address: buyer, role: 'trader' },
          ],
          summary: `Piece ${tokenId} of ${shortAddress(collection)} went to and fro between ${shortAddress(seller)} and ${shortAddress(buyer)} ${back.length + 1} times${isOnePurse ? '; both had their first coins from the same hand' : ''}.`,
          reasons: [
            { id: 'returns', text: `It came back ${returns} times within ten days.`, value: returns, usual: '0' },
            ...(isOnePurse ? [{ id: 'one-purse', text: 'Both accounts were funded by the same one.' }] : []),
          ],
          evidence: { collection, tokenId: tokenId.toString(), sales: back.length + 1, priceWei: priceWei.toString(), isOnePurse },
        },
      ];
    }
    return [];
  },
});
