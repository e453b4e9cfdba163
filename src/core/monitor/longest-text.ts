import type { Block } from '../chain/block.js';
import type { InspectedTransaction } from '../detect/detector.js';

const ofTransactions = new WeakMap<InspectedTransaction, number>();
const ofReads = new WeakMap<Block, number>();

/** Characters of the longest text that an expression can meet: calldata, data of events and calls, answers of contracts. `tx` null: of no transaction. */
export function longestTextOf(block: Block, tx: InspectedTransaction | null): number {
  const read = known(ofReads, block, () => longest(Object.values(block.facts.reads ?? {})));
  return tx === null
    ? read
    : Math.max(
        read,
        known(ofTransactions, tx, () => longest(textsOf(tx))),
      );
}

function* textsOf({ input, receipt, frames }: InspectedTransaction): Iterable<string> {
  yield input;
  for (const { data } of receipt?.logs ?? []) yield data;
  for (const frame of frames ?? []) yield frame.input;
}

function longest(texts: Iterable<string>): number {
  let most = 0;
  for (const { length } of texts) if (length > most) most = length;
  return most;
}

function known<K extends object>(map: WeakMap<K, number>, key: K, work: () => number): number {
  const before = map.get(key);
  if (before !== undefined) return before;
  const value = work();
  map.set(key, value);
  return value;
}
