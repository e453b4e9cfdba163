import type { Address, Hex, Transaction } from '../chain/block.js';
import { type BytecodeFacts, readBytecode } from '../chain/bytecode.js';
import { isCreation } from './cluster.js';

/** A contract that came to be in a transaction. */
export interface Creation {
  readonly address: Address;
  readonly creator: Address;
  /** CREATE2 makes the address depend on the code and a salt alone, so that it can be used again. */
  readonly isCreate2: boolean;
  /** What runs from now on where a trace tells; else what made it, which holds that. */
  readonly code: Hex;
  readonly initCode: Hex;
  readonly facts: BytecodeFacts;
}

/** Factories make thousands alike: so many are looked at. */
const MAX_READ = 16;
const NONE: readonly Creation[] = [];

const known = new WeakMap<Transaction, readonly Creation[]>();

/** Successful creations in order, read once a transaction. Most transactions have none. */
export function creationsOf(tx: Transaction): readonly Creation[] {
  if (tx.to !== null && (tx.frames === null || tx.frames.length < 2)) return NONE;
  const before = known.get(tx);
  if (before !== undefined) return before;
  const creations = read(tx);
  known.set(tx, creations);
  return creations;
}

function read(tx: Transaction): readonly Creation[] {
  if (tx.receipt?.status === 0) return NONE;
  if (tx.frames === null) {
    const address = tx.receipt?.contractAddress ?? null;
    return address === null
      ? NONE
      : [{ address, creator: tx.from, isCreate2: false, code: tx.input, initCode: tx.input, facts: readBytecode(tx.input) }];
  }
  const creations: Creation[] = [];
  const byCode = new Map<Hex, BytecodeFacts>();
  for (const frame of tx.frames) {
    if (!isCreation(frame) || frame.failed || frame.to === null) continue;
    const code = frame.output.length > 2 ? frame.output : frame.input;
    const facts = byCode.get(code) ?? readBytecode(code);
    byCode.set(code, facts);
    creations.push({ address: frame.to, creator: frame.from, isCreate2: frame.kind === 'CREATE2', code, initCode: frame.input, facts });
    if (creations.length === MAX_READ) break;
  }
  return creations.length === 0 ? NONE : creations;
}
