import type { Address } from '../../core/chain/block.js';
import type { Label } from '../../core/detect/detector.js';

/** What is known of addresses and tokens beside the chain: labels, prices, decimals. Answers come from memory. */
export interface Knowledge {
  labelsOf(chainId: number, address: Address): readonly Label[];
  /** USD for one whole unit at a moment of chain time (seconds); null where unknown. */
  priceUsdOf(chainId: number, token: Address, timestamp: number): number | null;
  decimalsOf(chainId: number, token: Address): number | null;
}

/** Labels of all addresses that begin so: for who asks without naming the address. */
export interface LabelIndex {
  startingWith(chainId: number, prefix: string): readonly Label[];
}

export const NO_KNOWLEDGE: Knowledge & LabelIndex = {
  labelsOf: () => [],
  startingWith: () => [],
  priceUsdOf: () => null,
  decimalsOf: () => null,
};
