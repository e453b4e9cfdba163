import type { Address } from '../chain/block.js';
import { LIQUIDATIONS } from '../trace/selectors.js';
import type { InspectedTransaction } from './detector.js';

export interface SeenLiquidation {
  readonly market: Address;
  /** Null where only the function's name tells. */
  readonly borrower: Address | null;
  readonly liquidator: Address;
}

/** By the events of known markets; of others by the name of the function that was called. */
export function liquidationsIn(tx: InspectedTransaction): readonly SeenLiquidation[] {
  const { liquidations, selector } = tx.decoded;
  if (liquidations.length > 0 || tx.to === null || selector === null || tx.receipt?.status === 0 || !LIQUIDATIONS.has(selector))
    return liquidations;
  return [{ market: tx.to, borrower: null, liquidator: tx.from }];
}
