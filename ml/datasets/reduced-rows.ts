import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Frame, Hex } from '../../src/core/chain/block.js';
import { parseCallTree } from '../../src/core/chain/parse-trace.js';
import { askDetectors, notesOf } from '../../src/core/detect/ask-detectors.js';
import type { Detector, InspectedTransaction } from '../../src/core/detect/detector.js';
import { messageOf } from '../../src/core/errors.js';
import { featuresBefore } from '../../src/core/features/feature-rows.js';
import { CALL_COLUMNS, FEATURES } from '../../src/core/features/schema.js';
import { isComplexTrace, segmentIndex } from '../../src/core/features/segment.js';
import { callSequence } from '../../src/core/score/call-sequence.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { bareContext, readJson, recordedBelow, tracesBelow, transactionOf } from './call-traces.js';
import type { RowTable } from './recorded-rows.js';

/** A transaction reduced to what every source has: the calls, their data and their values. */
export interface ReducedTransaction {
  readonly hash: Hex;
  readonly incident: string | null;
  /** Seconds since the epoch; null where the source does not say. */
  readonly at: number | null;
  /** Null of attacks, whose files do not say. */
  readonly blockNumber: number | null;
  readonly frames: number;
  readonly tx: InspectedTransaction;
}

export interface ReadTransactions {
  readonly transactions: readonly ReducedTransaction[];
  /** What could not be read: named, never counted as benign or found. */
  readonly unreadable: readonly string[];
}

const hashText = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/)
  .transform((hash): Hex => `0x${hash.slice(2).toLowerCase()}`);
const attackFile = z.object({
  tx: hashText,
  chain_id: z.coerce.number().int().default(1),
  incident: z.string().nullish(),
  trace: z.unknown(),
});
const blockFile = z.object({
  block: z.object({
    timestamp: z
      .union([z.string(), z.number()])
      .transform((value) => Number(value))
      .nullish(),
  }),
  traces: z.array(z.object({ txHash: hashText, result: z.unknown() })).nullish(),
});

export function readAttacks(folder: string): ReadTransactions {
  const dates = datesBeside(folder);
  return readAll(tracesBelow(folder), folder, (file) => {
    const { tx: hash, chain_id: chainId, incident, trace } = attackFile.parse(readJson(file));
    return [reduce(hash, chainId, incident ?? null, dates.get(hash) ?? null, trace)];
  });
}

/** What else lies beside the blocks, such as an index, is no block. */
function isBlockFile(file: string): boolean {
  return /^\d+\.json(\.gz)?$/.test(path.basename(file));
}

/** All transactions with traces of recorded blocks, at any depth. */
export function readBackground(folder: string, onFile: (done: number, all: number) => void): ReadTransactions {
  const files = recordedBelow(folder).flatMap((place) =>
    tracesBelow(place).filter((file) => path.dirname(file) === place && isBlockFile(file)),
  );
  let done = 0;
  const read = readAll(files, folder, (file) => {
    const { block, traces } = blockFile.parse(readJson(file));
    done += 1;
    onFile(done, files.length);
    return (traces ?? []).flatMap(({ txHash, result }) =>
      result === undefined || result === null
        ? []
        : [{ ...reduce(txHash, 1, null, block.timestamp ?? null, result), blockNumber: Number.parseInt(path.basename(file), 10) }],
    );
  });
  return { ...read, transactions: dated(read.transactions) };
}

/** Recordings that keep nothing of their block but its number are dated between those that do. */
function dated(transactions: readonly ReducedTransaction[]): readonly ReducedTransaction[] {
  const known = [
    ...new Map(transactions.flatMap(({ blockNumber, at }) => (blockNumber === null || at === null ? [] : [[blockNumber, at] as const]))),
  ].sort(([one], [other]) => one - other);
  return transactions.map((one) => (one.at === null && one.blockNumber !== null ? { ...one, at: between(known, one.blockNumber) } : one));
}

function between(known: readonly (readonly [number, number])[], blockNumber: number): number | null {
  const after = known.findIndex(([number]) => number >= blockNumber);
  const [left, right] = [known[after - 1], known[after]];
  if (left === undefined || right === undefined) return left?.[1] ?? right?.[1] ?? null;
  return left[1] + ((blockNumber - left[0]) / (right[0] - left[0])) * (right[1] - left[1]);
}

function readAll(files: readonly string[], folder: string, read: (file: string) => readonly ReducedTransaction[]): ReadTransactions {
  const transactions: ReducedTransaction[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    try {
      transactions.push(...read(file));
    } catch (error) {
      unreadable.push(`${path.relative(folder, file)}: ${messageOf(error)}`);
    }
  }
  return { transactions, unreadable };
}

/** `traces_index.csv` beside the traces says when each was. */
function datesBeside(folder: string): ReadonlyMap<string, number> {
  try {
    const [head = '', ...rows] = readFileSync(path.join(folder, '../traces_index.csv'), 'utf8').trim().split('\n');
    const names = head.split(',');
    const [tx, date] = [names.indexOf('tx'), names.indexOf('date')];
    return new Map(
      rows.map((row) => {
        const cells = row.split(',');
        return [(cells[tx] ?? '').toLowerCase(), Date.parse(`${(cells[date] ?? '').replaceAll('/', '-')}`) / 1_000];
      }),
    );
  } catch {
    return new Map();
  }
}

function reduce(hash: Hex, chainId: number, incident: string | null, at: number | null, trace: unknown): ReducedTransaction {
  const frames = sameForAll(parseCallTree(trace, 'trace'));
  return { hash, incident, at, blockNumber: null, frames: frames.length, tx: transactionOf(hash, chainId, frames) };
}

const PRECOMPILES_BELOW = 0x400;

/**
 * What some tracers leave out is taken from all (DETECTION §1): self-destructs, precompiles below the top, gas, failures that were caught, values of calls that move none,
 * and what a creation returned.
 */
export function sameForAll(frames: readonly Frame[]): readonly Frame[] {
  const isKept = ({ kind, parent, to }: Frame) =>
    kind !== 'SELFDESTRUCT' && (parent < 0 || to === null || kind.startsWith('CREATE') || Number(to) >= PRECOMPILES_BELOW);
  const place = new Map<number, number>();
  const kept: Frame[] = [];
  for (const frame of frames) {
    const parent = frame.parent < 0 ? -1 : place.get(frame.parent);
    if (parent === undefined || !isKept(frame)) continue;
    place.set(frame.index, kept.length);
    const isMoving = frame.kind === 'CALL' || frame.kind.startsWith('CREATE');
    kept.push({
      ...frame,
      index: kept.length,
      parent,
      valueWei: isMoving ? frame.valueWei : 0n,
      output: frame.kind.startsWith('CREATE') ? '0x' : frame.output,
      failed: false,
      gasUsed: 0,
    });
  }
  return kept.map((frame) => ({ ...frame, end: endOf(kept, frame) }));
}

/** First place after a frame's own calls. */
function endOf(frames: readonly Frame[], { index, depth }: Frame): number {
  let end = index + 1;
  while (end < frames.length && (frames[end]?.depth ?? 0) > depth) end += 1;
  return end;
}

/** One header for all: nothing of when and where may tell the sides apart. */
const HEADER = { number: 1, timestamp: 1, miner: '0x0000000000000000000000000000000000000000', baseFeePerGasWei: null } as const;

/** What the calls alone tell of each, detectors included; all else is unknown on both sides. */
export function reducedTable(transactions: readonly ReducedTransaction[], detectors: readonly Detector[]): RowTable {
  const rows = transactions.length;
  const width = FEATURES.length;
  const table = { values: new Float32Array(rows * width), known: new Uint8Array(rows * width), segments: new Uint8Array(rows) };
  const state = new ChainState();
  for (const [row, { tx }] of transactions.entries()) {
    const ctx = bareContext(Number(tx.chainId));
    const answers = askDetectors(detectors, tx, ctx, (detector, error) => {
      throw new Error(`detector ${detector.id} failed on ${tx.hash}: ${messageOf(error)}`);
    });
    const one = featuresBefore(HEADER, tx, state, { findings: notesOf(answers), labelsOf: ctx.labelsOf });
    for (const column of CALL_COLUMNS) {
      table.values[row * width + column] = one.values[column] ?? 0;
      table.known[row * width + column] = one.known[column] ?? 0;
    }
    table.segments[row] = segmentIndex(isComplexTrace(tx) ? 'complex-call' : 'token-call');
  }
  return {
    rows,
    ...table,
    timestamps: Float64Array.from(transactions, ({ at }) => at ?? 0),
    senders: transactions.map(({ tx }) => tx.from),
    sequenceOf: (row) => callSequence(transactions[row]?.tx.frames ?? null),
    functions: transactions.map(({ tx }) => `${tx.to}${tx.decoded.selector ?? ''}`),
    firstBlock: 0,
    lastBlock: 0,
  };
}
