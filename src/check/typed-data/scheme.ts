import type { Address } from '../../core/chain/block.js';
import { InputError } from '../input-error.js';
import type { Fields } from './fields.js';
import type { SignedIntent, SigningDomain } from './signed-intent.js';

/** A format of signed data: how to know it, and what it lets happen. */
export interface Scheme {
  readonly primaryTypes: readonly string[];
  /** Left out: the type alone tells. */
  readonly fits?: (message: Fields, domain: SigningDomain) => boolean;
  readonly read: (message: Fields, domain: SigningDomain, from: Address) => SignedIntent;
}

/** The contract that checks the signature, where a scheme cannot do without. */
export function contractOf({ verifyingContract }: SigningDomain, what: string): Address {
  if (verifyingContract === null) throw new InputError('domain.verifyingContract', `${what} names its contract there`);
  return verifyingContract;
}
