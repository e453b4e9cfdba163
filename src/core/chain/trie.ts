import type { Hex } from './block.js';
import type { Hashing } from './hashing.js';
import { RlpWriter } from './rlp.js';

/** Root of the empty trie: keccak(rlp('')). */
export const EMPTY_ROOT: Hex = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';

/** keccak(rlp(index)) keys of a block's lists, as nibbles. */
function keyOf(index: number): Uint8Array {
  const writer = new RlpWriter();
  writer.number(index);
  const bytes = writer.since(0);
  const nibbles = new Uint8Array(bytes.length * 2);
  bytes.forEach((byte, i) => {
    nibbles[2 * i] = byte >> 4;
    nibbles[2 * i + 1] = byte & 15;
  });
  return nibbles;
}

interface Entry {
  readonly nibbles: Uint8Array;
  readonly index: number;
}

function byNibbles(a: Entry, b: Entry): number {
  const length = Math.min(a.nibbles.length, b.nibbles.length);
  for (let i = 0; i < length; i += 1) {
    const difference = (a.nibbles[i] ?? 0) - (b.nibbles[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.nibbles.length - b.nibbles.length;
}

/** Sorted keys by list length: blocks of one size share them. Bounded: real blocks have up to some thousand sizes, of which few repeat. */
const KEYS = new Map<number, readonly Entry[]>();

function sortedKeys(count: number): readonly Entry[] {
  const known = KEYS.get(count);
  if (known !== undefined) return known;
  const entries = Array.from({ length: count }, (_, index) => ({ nibbles: keyOf(index), index })).sort(byNibbles);
  if (KEYS.size > 256) KEYS.clear();
  KEYS.set(count, entries);
  return entries;
}

/**
 * Root of the Merkle Patricia trie that commits to a block's list of transactions or receipts: keys are rlp(index).
 * `writeValue` writes the i-th value into the writer (back to front); it is called once for each.
 */
export function listRoot(count: number, writeValue: (index: number, writer: RlpWriter) => void, hashing: Hashing): Hex {
  if (count === 0) return EMPTY_ROOT;
  const entries = sortedKeys(count);
  const writer = new RlpWriter();

  function leaf(entry: Entry, depth: number): void {
    const start = writer.mark();
    writeValue(entry.index, writer);
    writer.string(start);
    compactPath(writer, entry.nibbles, depth, entry.nibbles.length, true);
    writer.list(start);
  }

  /** Writes the node for entries [from, to), which share the first `depth` nibbles. */
  function node(from: number, to: number, depth: number): void {
    const first = entries[from];
    const last = entries[to - 1];
    if (first === undefined || last === undefined) return;
    if (to - from === 1) return leaf(first, depth);
    let shared = depth;
    while (first.nibbles[shared] !== undefined && first.nibbles[shared] === last.nibbles[shared]) shared += 1;
    const start = writer.mark();
    if (shared > depth) {
      reference(() => branch(from, to, shared));
      compactPath(writer, first.nibbles, depth, shared, false);
      writer.list(start);
    } else {
      branch(from, to, depth);
    }
  }

  function branch(from: number, to: number, depth: number): void {
    const start = writer.mark();
    writer.byte(0x80); // No key of a list is a prefix of another: a branch has no value.
    let end = to;
    for (let nibble = 15; nibble >= 0; nibble -= 1) {
      let begin = end;
      while (begin > from && entries[begin - 1]?.nibbles[depth] === nibble) begin -= 1;
      if (begin === end) {
        writer.byte(0x80);
      } else {
        const [childFrom, childTo] = [begin, end];
        reference(() => node(childFrom, childTo, depth + 1));
      }
      end = begin;
    }
    writer.list(start);
  }

  /** Replaces what `write` wrote by its hash, unless it is shorter than a hash. */
  function reference(write: () => void): void {
    const start = writer.mark();
    write();
    const encoded = writer.since(start);
    if (encoded.length < 32) return;
    const hash = hashing.keccak256(encoded);
    writer.rewind(start);
    writer.bytes(hash);
    writer.string(start);
  }

  node(0, count, 0);
  return hashing.keccak256Hex(writer.since(0));
}

/** Hex-prefix encoding of a path: the first nibble tells leaf or extension, and whether the length is odd. */
function compactPath(writer: RlpWriter, nibbles: Uint8Array, from: number, to: number, isLeaf: boolean): void {
  const start = writer.mark();
  const length = to - from;
  const isOdd = length % 2 === 1;
  for (let i = to - 2; i >= from + (isOdd ? 1 : 0); i -= 2) writer.byte(((nibbles[i] ?? 0) << 4) | (nibbles[i + 1] ?? 0));
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0);
  writer.byte((flag << 4) | (isOdd ? (nibbles[from] ?? 0) : 0));
  writer.string(start);
}
