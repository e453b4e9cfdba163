import type { Address } from '../chain/block.js';
import type { InspectedTransaction } from '../detect/detector.js';

const touches = new WeakMap<InspectedTransaction, ReadonlySet<Address>>();

/** Every address that has a part in a transaction: who sends, is called, emits, gives or gets. */
export function touchedBy(tx: InspectedTransaction): ReadonlySet<Address> {
  const known = touches.get(tx);
  if (known !== undefined) return known;
  const touched = new Set<Address>([tx.from]);
  if (tx.to !== null) touched.add(tx.to);
  if (tx.receipt?.contractAddress != null) touched.add(tx.receipt.contractAddress);
  for (const { address } of tx.receipt?.logs ?? []) touched.add(address);
  for (const { to } of tx.frames ?? []) if (to !== null) touched.add(to);
  for (const { token, from, to } of tx.decoded.transfers) touched.add(token).add(from).add(to);
  touches.set(tx, touched);
  return touched;
}
