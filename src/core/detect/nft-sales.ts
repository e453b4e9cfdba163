import type { Address } from '../chain/block.js';
import { NOBODY } from '../chain/nobody.js';
import { WRAPPED } from '../trace/token-flows.js';
import type { InspectedTransaction } from './detector.js';

/** A piece that changed hands against coins. */
export interface NftSale {
  readonly collection: Address;
  readonly tokenId: bigint;
  readonly seller: Address;
  readonly buyer: Address;
  readonly market: Address;
  /** What the seller received for it, fees apart: native coins and wrapped ones. Several pieces of a seller share what it received. */
  readonly priceWei: bigint;
}

/**
 * Sales: by the orders of known markets; of others, pieces that a contract moves while their owners are paid, or that a contract moves which was seen to sell such before.
 * A gift, a deposit or a bridge moves pieces as well, and nobody is paid.
 */
export function nftSalesIn(tx: InspectedTransaction, soldBefore: (collection: Address, market: Address) => boolean): readonly NftSale[] {
  const { nftOrders, transfers } = tx.decoded;
  const market = tx.to;
  if (market === null || tx.receipt?.status === 0) return [];
  const pieces = transfers.filter(({ standard, from, to }) => (standard === 'erc721' || standard === 'erc1155') && from !== to);
  return pieces.flatMap(({ token: collection, tokenId, from: seller, to: buyer }): NftSale[] => {
    if (seller === NOBODY || buyer === NOBODY || seller === market || buyer === market || collection === market) return [];
    const count = pieces.filter(({ from }) => from === seller).length;
    const paid = transfers
      .filter(({ standard, token, to }) => to === seller && (standard === 'native' || WRAPPED.has(token)))
      .reduce((sum, { amount }) => sum + amount, 0n);
    if (nftOrders === 0 && paid === 0n && !soldBefore(collection, market)) return [];
    return [{ collection, tokenId: tokenId ?? 0n, seller, buyer, market, priceWei: paid / BigInt(Math.max(1, count)) }];
  });
}
