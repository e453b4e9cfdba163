import type { Address } from '../chain/block.js';
import { referenceOf } from '../detect/reference-prices.js';
import type { FeatureContext } from './context.js';

const MAINNET = 1;

export const chainOf = ({ tx }: Pick<FeatureContext, 'tx'>) => Number(tx.chainId ?? BigInt(MAINNET));

/** Value of amounts by the coarse reference prices, USD; tokens without one count nothing. */
export function usdOf(amounts: Iterable<readonly [Address, bigint]>, chainId: number): number {
  let usd = 0;
  for (const [token, amount] of amounts) {
    const reference = referenceOf(chainId, token);
    if (reference !== null) usd += (Number(amount) / 10 ** reference.decimals) * reference.usd;
  }
  return usd;
}
