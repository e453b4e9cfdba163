import type { Address, Hex } from './block.js';

/** What can be read off a contract's code without running it. */
export interface BytecodeFacts {
  readonly bytes: number;
  /** Functions that the dispatcher knows: four bytes that are compared with the call's own. */
  readonly selectors: ReadonlySet<Hex>;
  /** Other four bytes that it pushes: mostly functions that it calls. */
  readonly asked: ReadonlySet<Hex>;
  /** Carries the compiler's hash of its source (CBOR, Solidity metadata). */
  readonly hasMetadata: boolean;
  /** Addresses written into the code. */
  readonly addresses: ReadonlySet<Address>;
  readonly hasSelfdestruct: boolean;
  readonly hasDelegatecall: boolean;
  readonly hasCreate2: boolean;
  /** Copies another contract's code and returns it as its own. */
  readonly returnsCopiedCode: boolean;
  /** What of the surroundings the code branches on: a simulation often gets these wrong. */
  readonly branchesOn: ReadonlySet<EnvironmentQuestion>;
  /** Calls with value or any call at all: without one, a branch guards nothing. */
  readonly calls: number;
  /** A sketch of its sequences of operations: the share of equal positions of two sketches estimates how alike the codes are (MinHash). */
  readonly sketch: readonly number[];
}

export type EnvironmentQuestion = 'coinbase' | 'gas-limit' | 'difficulty' | 'base-fee' | 'gas-price' | 'origin-balance' | 'block-hash';

const OP = {
  stop: 0x00,
  lt: 0x10,
  gt: 0x11,
  eq: 0x14,
  iszero: 0x15,
  balance: 0x31,
  origin: 0x32,
  gasprice: 0x3a,
  extcodecopy: 0x3c,
  blockhash: 0x40,
  coinbase: 0x41,
  difficulty: 0x44,
  gaslimit: 0x45,
  basefee: 0x48,
  jumpi: 0x57,
  push1: 0x60,
  push4: 0x63,
  push20: 0x73,
  push32: 0x7f,
  call: 0xf1,
  return: 0xf3,
  delegatecall: 0xf4,
  create2: 0xf5,
  staticcall: 0xfa,
  selfdestruct: 0xff,
} as const;

const QUESTIONS: ReadonlyMap<number, EnvironmentQuestion> = new Map<number, EnvironmentQuestion>([
  [OP.coinbase, 'coinbase'],
  [OP.gaslimit, 'gas-limit'],
  [OP.difficulty, 'difficulty'],
  [OP.basefee, 'base-fee'],
  [OP.gasprice, 'gas-price'],
  [OP.blockhash, 'block-hash'],
]);

/** SLT, SGT, and SUB and XOR, which some compilers write for EQ. */
const COMPARISONS: ReadonlySet<number> = new Set([0x12, 0x13, 0x03, 0x18]);
/** Operations between asking and branching: a comparison, a push of the target, little else. */
const BRANCH_WITHIN = 14;
const SELECTOR_WITHIN = 3;
/** CBOR maps that begin with the key `ipfs`, `bzzr0`, `bzzr1` or `experimental`. */
const METADATA = ['a264697066735822', 'a165627a7a723058', 'a265627a7a723158', 'a26c6578706572696d656e74616c'] as const;
const ZEROS = '0'.repeat(24);
const { imul } = Math;
const SKETCH_SIZE = 32;
const GRAM = 4;
/** One for each hash of a sketch: multiples of 2^32 over the golden ratio. */
const SEEDS = Int32Array.from({ length: SKETCH_SIZE }, (_, k) => imul(k + 1, 0x9e3779b1));
const HIGHEST_BIT = 1 << 31;

/** A code's operations, one after the other. */
interface Instructions {
  readonly ops: Uint8Array;
  /** Offsets of their data among the hex digits. */
  readonly at: Uint32Array;
  readonly length: number;
}

/** Codes read lately, and the digits of all of them: factories and proxies make the same again and again, and reading a long one takes half a millisecond. */
const read = new Map<Hex, BytecodeFacts>();
const MOST_DIGITS_KEPT = 8_000_000;
let digitsKept = 0;

/** What the code tells. Data behind it (metadata, constants) reads as odd instructions and says little. */
export function readBytecode(code: Hex): BytecodeFacts {
  let facts = read.get(code);
  if (facts === undefined) {
    facts = readAfresh(code);
    digitsKept += code.length;
  } else read.delete(code);
  read.set(code, facts);
  for (const oldest of read.keys()) {
    if (digitsKept <= MOST_DIGITS_KEPT) break;
    read.delete(oldest);
    digitsKept -= oldest.length;
  }
  return facts;
}

/** Once, front to back. */
function readAfresh(code: Hex): BytecodeFacts {
  const instructions = disassemble(code);
  const { ops, at, length } = instructions;
  const selectors = new Set<Hex>();
  const asked = new Set<Hex>();
  const addresses = new Set<Address>();
  const branchesOn = new Set<EnvironmentQuestion>();
  const has = new Uint8Array(256);
  let calls = 0;
  for (let i = 0; i < length; i += 1) {
    const [op = 0, from = 0] = [ops[i], at[i]];
    has[op] = 1;
    if (op === OP.call || op === OP.delegatecall) calls += 1;
    if (op === OP.push4 && code.length >= from + 8) (isComparedSoon(ops, i) ? selectors : asked).add(`0x${code.slice(from, from + 8)}`);
    if (op === OP.push20 && code.length >= from + 40) noteAddress(addresses, code.slice(from, from + 40));
    // Solidity writes what is fixed at construction as whole words.
    if (op === OP.push32 && code.length >= from + 64 && code.startsWith(ZEROS, from))
      noteAddress(addresses, code.slice(from + 24, from + 64));
    const question = QUESTIONS.get(op) ?? (op === OP.origin && asksBalance(ops, i) ? 'origin-balance' : undefined);
    if (question !== undefined && branchesSoon(instructions, i)) branchesOn.add(question);
  }
  const knows = (op: number): boolean => has[op] === 1;
  return {
    bytes: (code.length - 2) / 2,
    selectors,
    asked,
    hasMetadata: METADATA.some((mark) => code.includes(mark)),
    addresses,
    hasSelfdestruct: knows(OP.selfdestruct),
    hasDelegatecall: knows(OP.delegatecall),
    hasCreate2: knows(OP.create2),
    returnsCopiedCode: knows(OP.extcodecopy) && knows(OP.return) && (knows(OP.staticcall) || knows(OP.call)) && length < 120,
    branchesOn,
    calls,
    sketch: sketchOf(instructions),
  };
}

function disassemble(code: Hex): Instructions {
  const most = code.length >> 1;
  const ops = new Uint8Array(most);
  const at = new Uint32Array(most);
  let length = 0;
  for (let i = 2; i + 1 < code.length; ) {
    const op = (nibble(code.charCodeAt(i)) << 4) | nibble(code.charCodeAt(i + 1));
    ops[length] = op;
    at[length] = i + 2;
    length += 1;
    i += 2 + (op >= OP.push1 && op <= OP.push32 ? (op - OP.push1 + 1) * 2 : 0);
  }
  return { ops, at, length };
}

/** Of the hex digit with that character code. */
function nibble(character: number): number {
  return (character & 15) + (character > 57 ? 9 : 0);
}

/** Dispatchers push a selector and compare it at once, by EQ, or by GT where they search in halves; XOR and SUB stand for EQ in some compilers. */
function isComparedSoon(ops: Uint8Array, i: number): boolean {
  for (let ahead = i + 1; ahead <= i + SELECTOR_WITHIN; ahead += 1) {
    const op = ops[ahead];
    if (op === OP.eq || op === 0x18 || op === 0x03) return true;
  }
  return false;
}

/** The address is masked to its twenty bytes first, by some compilers. */
function asksBalance(ops: Uint8Array, i: number): boolean {
  return [1, 2, 3].some((ahead) => ops[i + ahead] === OP.balance);
}

function branchesSoon({ ops, length }: Instructions, i: number): boolean {
  let compared = false;
  for (let ahead = i + 1; ahead <= i + BRANCH_WITHIN && ahead < length; ahead += 1) {
    const op = ops[ahead] ?? 0;
    // Whoever pays the block's producer looks at whether the payment went through.
    if (op === OP.call || op === OP.staticcall || op === OP.delegatecall) return false;
    if (op === OP.lt || op === OP.gt || op === OP.eq || op === OP.iszero || COMPARISONS.has(op)) compared = true;
    if (op === OP.jumpi) return compared;
  }
  return false;
}

/** Masks and round numbers are pushed by twenty bytes as well. */
function noteAddress(addresses: Set<Address>, digits: string): void {
  if (/^0{16}|0{16}$|^f{16}|f{16}$/.test(digits)) return;
  addresses.add(`0x${digits}`);
}

/**
 * The least of each of several hashes over all runs of four operations; pushes count without their data, so that addresses and constants do not matter. The hash is the
 * finaliser of MurmurHash3: every bit of the input reaches every bit of the output. All of it in signed words of 32 bits, which the engine keeps as they are: with their
 * highest bit turned they are in the order of unsigned ones.
 */
function sketchOf({ ops, length }: Instructions): readonly number[] {
  const least = new Int32Array(SKETCH_SIZE).fill(0x7fffffff);
  const seen = new Set<number>();
  for (let i = 0; i + GRAM <= length; i += 1) {
    let gram = 0;
    for (let k = i; k < i + GRAM; k += 1) gram = (imul(gram, 257) + (ops[k] ?? 0)) | 0;
    if (seen.has(gram)) continue;
    seen.add(gram);
    for (let k = 0; k < SKETCH_SIZE; k += 1) {
      let h = gram ^ (SEEDS[k] ?? 0);
      h = imul(h ^ (h >>> 16), 0x85ebca6b);
      h = imul(h ^ (h >>> 13), 0xc2b2ae35);
      h ^= (h >>> 16) ^ HIGHEST_BIT;
      if (h < (least[k] ?? 0)) least[k] = h;
    }
  }
  return Array.from(least, (turned) => (turned ^ HIGHEST_BIT) >>> 0);
}

/** 0–1: how alike two codes are by their operations. */
export function similarity(a: readonly number[], b: readonly number[]): number {
  let equal = 0;
  for (const [i, value] of a.entries()) if (b[i] === value) equal += 1;
  return a.length === 0 ? 0 : equal / a.length;
}
