import type { Address } from '../core/chain/block.js';

/** What somebody said of an answer: that a reason is wrong, or that an address is worse than was told. */
export interface Opinion {
  readonly says: 'benign' | 'malicious';
  readonly chainId: number;
  readonly address: Address;
  /** Of the reason that it contradicts; null: of whatever is said of the address. */
  readonly reasonId: string | null;
  /** Null: everybody's, which only an operator may say. */
  readonly organisationId: string | null;
  readonly expiresAtMs: number;
  readonly by: string;
}

export interface Opinions {
  /** Those that hold for an organisation now. Answers come from memory. */
  about(organisationId: string, chainId: number, address: Address): readonly Opinion[];
}

export const NO_OPINIONS: Opinions = { about: () => [] };
