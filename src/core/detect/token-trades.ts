import type { Address, Hex } from '../chain/block.js';
import { addressAtWord, CALL_WORDS, uintAt, wordCount } from '../chain/words.js';
import type { InspectedTransaction } from './detector.js';

/** Routers' sales of an exact amount: amountIn, amountOutMin, path, to, deadline. */
const SALES: ReadonlySet<Hex> = new Set<Hex>([
  '0x18cbafe5', // swapExactTokensForETH(uint256,uint256,address[],address,uint256)
  '0x38ed1739', // swapExactTokensForTokens(uint256,uint256,address[],address,uint256)
  '0x791ac947', // swapExactTokensForETHSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)
  '0x5c11d795', // swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)
]);

/** The token that a router was told to sell, whether that went well or not. */
export function tokenToSell({ decoded: { selector }, input }: InspectedTransaction): Address | null {
  if (selector === null || !SALES.has(selector) || wordCount(input, CALL_WORDS) < 7) return null;
  const first = Number(uintAt(input, 2, CALL_WORDS) / 32n) + 1;
  return first < wordCount(input, CALL_WORDS) ? addressAtWord(input, first, CALL_WORDS) : null;
}

export interface TokenTrade {
  readonly kind: 'bought' | 'sold';
  readonly token: Address;
  readonly pool: Address;
  readonly trader: Address;
  /** What the trader's side gave or got, and what the pool got or gave: apart by the token's own tax. */
  readonly traderAmount: bigint;
  readonly poolAmount: bigint;
}

/** What the sender bought from and sold to pools. */
export function tokenTradesIn(tx: InspectedTransaction): readonly TokenTrade[] {
  const { swaps, transfers } = tx.decoded;
  if (swaps.length === 0 || tx.receipt?.status === 0) return [];
  const pools = new Set(swaps.map(({ pool }) => pool));
  const trades: TokenTrade[] = [];
  for (const { standard, token, from, to, amount } of transfers) {
    if (standard !== 'erc20' || amount === 0n) continue;
    if (pools.has(from) && !pools.has(to))
      trades.push({ kind: 'bought', token, pool: from, trader: tx.from, traderAmount: amount, poolAmount: amount });
    if (pools.has(to) && from === tx.from) {
      const given = transfers.filter((one) => one.token === token && one.from === tx.from).reduce((sum, one) => sum + one.amount, 0n);
      trades.push({ kind: 'sold', token, pool: to, trader: tx.from, traderAmount: given, poolAmount: amount });
    }
  }
  return trades;
}
