import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { PastSale } from '../../detect/history.js';
import { nftSalesIn } from '../../detect/nft-sales.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { withEntry } from '../window.js';

const PRICES = { seconds: 30 * 86_400, entries: 16 } as const;
const OWNERS = { seconds: 10 * 86_400, entries: 8 } as const;

/** What pieces of collections sold for, and from whom to whom each went. */
export class SaleTable implements StateTable {
  private readonly byCollection = new JournaledMap<readonly PastSale[]>(10_000);
  private readonly byPiece = new JournaledMap<readonly PastSale[]>(50_000);
  readonly maps = { salesOfCollections: this.byCollection, salesOfPieces: this.byPiece };

  salesOf(collection: Address): readonly PastSale[] {
    return this.byCollection.get(collection) ?? [];
  }

  salesOfPiece(collection: Address, tokenId: bigint): readonly PastSale[] {
    return this.byPiece.get(`${collection}${tokenId}`) ?? [];
  }

  apply(tx: InspectedTransaction, { timestamp: at }: Moment): void {
    if (!tx.decoded.transfers.some(({ standard }) => standard === 'erc721' || standard === 'erc1155')) return;
    const soldBefore = (collection: Address, market: Address) => this.salesOf(collection).some((sale) => sale.market === market);
    for (const { collection, tokenId, seller, buyer, market, priceWei } of nftSalesIn(tx, soldBefore)) {
      const sale = { at, seller, buyer, market, priceWei };
      this.byCollection.set(collection, withEntry(this.byCollection.get(collection), sale, PRICES));
      const piece = `${collection}${tokenId}`;
      this.byPiece.set(piece, withEntry(this.byPiece.get(piece), sale, OWNERS));
    }
  }
}
