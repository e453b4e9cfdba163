import type { Address, Frame, Transaction } from '../chain/block.js';

/**
 * Who acts as one in a transaction: the sender, what it calls first, and every contract that a member creates (P2 in the study of traces).
 * An entry that labels name as a public router or exchange is not the sender's: the caller leaves it out.
 */
export function clusterOf(tx: Transaction, isPublicEntry: (address: Address) => boolean = () => false): ReadonlySet<Address> {
  const cluster = new Set<Address>([tx.from]);
  const entry = tx.to ?? tx.receipt?.contractAddress ?? null;
  if (entry !== null && !isPublicEntry(entry)) cluster.add(entry);
  const creations = (tx.frames ?? []).filter((frame) => isCreation(frame) && frame.to !== null);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { from, to } of creations) {
      if (to === null || cluster.has(to) || !cluster.has(from)) continue;
      cluster.add(to);
      grew = true;
    }
  }
  return cluster;
}

export function isCreation(frame: Frame): boolean {
  return frame.kind === 'CREATE' || frame.kind === 'CREATE2';
}

/** Who called for each contract that came to be in this very transaction. */
export function creatorsIn(tx: Transaction): ReadonlyMap<Address, Address> {
  const creators = new Map<Address, Address>();
  if (tx.receipt?.status === 0) return creators;
  if (tx.receipt?.contractAddress) creators.set(tx.receipt.contractAddress, tx.from);
  for (const frame of tx.frames ?? []) if (isCreation(frame) && !frame.failed && frame.to !== null) creators.set(frame.to, frame.from);
  return creators;
}

/** Contracts that came to be in this very transaction. */
export function createdIn(tx: Transaction): ReadonlySet<Address> {
  return new Set(creatorsIn(tx).keys());
}
