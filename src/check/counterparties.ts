import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import type { InspectedTransaction } from '../core/detect/detector.js';
import { addressArguments } from './signatures.js';

/** Beyond this many the answer would take too long; what is over is told in coverage, and the check does not count as run. */
export const MAX_COUNTERPARTIES = 200;

/** Everybody whom a transaction deals with, by how they come into it: named by the signer, or met inside. */
export interface Counterparties {
  /** Callee, arguments, spenders, and who gains or loses. */
  readonly direct: ReadonlySet<Address>;
  /** Contracts that were called or spoke on the way. */
  readonly inner: ReadonlySet<Address>;
}

export function counterpartiesOf(transactions: readonly InspectedTransaction[]): Counterparties {
  const [direct, inner] = [new Set<Address>(), new Set<Address>()];
  for (const tx of transactions) {
    if (tx.to !== null) direct.add(tx.to);
    for (const address of addressArguments(tx.input)) direct.add(address);
    for (const { from, to } of tx.decoded.transfers) direct.add(from).add(to);
    for (const { owner, spender } of tx.decoded.approvals) direct.add(owner).add(spender);
    for (const { owner, spender } of tx.decoded.permits) direct.add(owner).add(spender ?? owner);
    for (const { address } of tx.receipt?.logs ?? []) inner.add(address);
    for (const { to } of tx.frames ?? []) if (to !== null) inner.add(to);
    for (const own of [tx.from, NATIVE]) for (const set of [direct, inner]) set.delete(own);
  }
  return { direct, inner };
}
