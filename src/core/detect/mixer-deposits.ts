import type { Address } from '../chain/block.js';
import type { InspectedTransaction, Label } from './detector.js';
import { MIXER_DEPOSIT } from './sources.js';

export interface MixerDeposit {
  /** Chain seconds. */
  readonly at: number;
  readonly mixer: Address;
  readonly amountWei: bigint;
}

/** Money goes into a mixer: by its event, or by value that is sent to one. */
export function isMixerDeposit(tx: InspectedTransaction, labelsOf: (address: Address) => readonly Label[]): boolean {
  if (tx.to === null || tx.receipt?.status === 0) return false;
  if (tx.receipt?.logs.some(({ topics }) => topics[0] === MIXER_DEPOSIT) === true) return true;
  return tx.valueWei > 0n && labelsOf(tx.to).some(({ category }) => category === 'mixer');
}
