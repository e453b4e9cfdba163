import type { Address } from '../chain/block.js';
import { WRAPPED } from '../trace/token-flows.js';
import type { InspectedTransaction } from './detector.js';

/** A piece that changed hands against coins. */
export interface NftSale {
  readonly collection: Address;
  readonly tokenId: bigint;
  readonly seller: Address;
  readonly buyer: Address;
  /** What the seller received for it, fees apart: native coins and wrapped ones. Several pieces of a seller share what it received. */
  readonly priceWei: bigint;
}

/** Sales through a market's orders: a gift, a deposit or a bridge moves pieces as well, and fills no order. */
export function nftSalesIn(tx: InspectedTransaction): readonly NftSale[] {
  const { nftOrders, transfers } = tx.decoded;
  if (nftOrders === 0 || tx.receipt?.status === 0) return [];
  const pieces = transfers.filter(({ standard, from, to }) => (standard === 'erc721' || standard === 'erc1155') && from !== to);
  return pieces.map(({ token: collection, tokenId, from: seller, to: buyer }) => {
    const count = pieces.filter(({ from }) => from === seller).length;
    const paid = transfers
      .filter(({ standard, token, to }) => to === seller && (standard === 'native' || WRAPPED.has(token)))
      .reduce((sum, { amount }) => sum + amount, 0n);
    return { collection, tokenId: tokenId ?? 0n, seller, buyer, priceWei: paid / BigInt(Math.max(1, count)) };
  });
}
