import { ReplayChainSource, readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import type { Hex } from '../../src/core/chain/block.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import { askDetectors, notesOf } from '../../src/core/detect/ask-detectors.js';
import type { Detector, InspectedTransaction } from '../../src/core/detect/detector.js';
import { inspected } from '../../src/core/detect/inspected.js';
import { referenceOf } from '../../src/core/detect/reference-prices.js';
import { takeBlock } from '../../src/core/features/feature-rows.js';
import { FEATURES } from '../../src/core/features/schema.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { detectContext } from '../../src/pipeline/analyse/block-context.js';
import type { Knowledge } from '../../src/pipeline/analyse/knowledge.js';
import { createCodeFacts } from '../../src/pipeline/ingest/code-facts.js';
import { loadBlock } from '../../src/pipeline/ingest/load-block.js';
import type { ChainSource } from '../../src/ports/chain-source.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';

/** Rows of one chain in chain order, with what sampling and splitting ask of each. */
export interface RowTable {
  readonly rows: number;
  /** rows × FEATURES.length. */
  readonly values: Float32Array;
  readonly known: Uint8Array;
  readonly segments: Uint8Array;
  /** Seconds since the epoch. */
  readonly timestamps: Float64Array;
  readonly senders: readonly string[];
  /** Called contract and selector. */
  readonly functions: readonly string[];
  /** How a row's calls follow each other (`core/score/call-sequence.ts`); null: not known. */
  sequenceOf(row: number): string | null;
  readonly firstBlock: number;
  readonly lastBlock: number;
}

export interface BlockRowsOptions {
  /** Blocks from this time on are left unread. Seconds since the epoch. */
  readonly before?: number;
  readonly from?: number;
  /** Labelled attackers' transactions: part of the history, never of the rows. */
  readonly leaveOut?: ReadonlySet<Hex>;
  /** Asked of each transaction, as they are when it is scored; without labels. */
  readonly detectors: readonly Detector[];
  onBlock?(done: number, all: number): void;
}

export interface RecordedRowsOptions extends BlockRowsOptions {
  /** Folders of recorded blocks of one chain; a number that two of them have is read from the first. */
  readonly folders: readonly string[];
}

/** Without labels: who is on a list is no ordinary traffic. */
export const WITHOUT_LABELS: Knowledge = {
  labelsOf: () => [],
  priceUsdOf: (chainId, token) => referenceOf(chainId, token)?.usd ?? null,
  decimalsOf: (chainId, token) => referenceOf(chainId, token)?.decimals ?? null,
};

/** Rows of recorded blocks. */
export async function readRecordedRows({ folders, ...options }: RecordedRowsOptions): Promise<RowTable> {
  const sources = await Promise.all(
    folders.map(async (folder) => ReplayChainSource.open(folder, readReplayManifest(folder).chainId ?? 1, 'max')),
  );
  const byNumber = new Map<number, ReplayChainSource>();
  for (const source of sources) for (const number of source.numbers()) if (!byNumber.has(number)) byNumber.set(number, source);
  return readBlockRows(byNumber, options);
}

/** Takes blocks of one chain, each from its source, through the code that serves: the same decoding, features and rolling state. */
export async function readBlockRows(byNumber: ReadonlyMap<number, ChainSource>, options: BlockRowsOptions): Promise<RowTable> {
  const numbers = [...byNumber.keys()].sort((a, b) => a - b);
  const state = new ChainState();
  const verifier = new BlockVerifier(await createHashing(), 'off');
  const table = new RowTableBuilder();
  for (const [done, number] of numbers.entries()) {
    const source = byNumber.get(number);
    if (source === undefined) continue;
    const loaded = await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: true, nowMs: () => 0 }, number);
    if (loaded.kind !== 'block') continue;
    const block = await createCodeFacts(source, SILENT_METRICS)(loaded.block);
    if (options.before !== undefined && block.header.timestamp >= options.before) continue;
    const transactions = block.transactions.map(inspected);
    const ctx = detectContext(block, transactions, state.history, WITHOUT_LABELS);
    const features = takeBlock(block, transactions, state, {
      labelsOf: ctx.labelsOf,
      visit: (tx) =>
        notesOf(
          askDetectors(options.detectors, tx, ctx, (_, error) => {
            throw error;
          }),
        ),
    });
    const isKept = options.from === undefined || block.header.timestamp >= options.from;
    if (isKept) table.add(transactions, features, block.header.timestamp, number, options.leaveOut ?? new Set());
    options.onBlock?.(done + 1, numbers.length);
  }
  return table.finish();
}

class RowTableBuilder {
  private readonly values: Float32Array[] = [];
  private readonly known: Uint8Array[] = [];
  private readonly segments: number[] = [];
  private readonly timestamps: number[] = [];
  private readonly senders: string[] = [];
  private readonly functions: string[] = [];
  private readonly sequences: (string | null)[] = [];
  private firstBlock = Number.POSITIVE_INFINITY;
  private lastBlock = 0;

  add(
    transactions: readonly InspectedTransaction[],
    features: ReturnType<typeof takeBlock>,
    timestamp: number,
    number: number,
    leaveOut: ReadonlySet<Hex>,
  ): void {
    this.firstBlock = Math.min(this.firstBlock, number);
    this.lastBlock = Math.max(this.lastBlock, number);
    for (const [row, tx] of transactions.entries()) {
      if (leaveOut.has(tx.hash)) continue;
      this.values.push(features.values.subarray(row * FEATURES.length, (row + 1) * FEATURES.length));
      this.known.push(features.known.subarray(row * FEATURES.length, (row + 1) * FEATURES.length));
      this.segments.push(features.segments[row] ?? 0);
      this.timestamps.push(timestamp);
      this.senders.push(tx.from);
      this.sequences.push(features.sequenceOf(row));
      this.functions.push(`${tx.to ?? 'create'}${tx.decoded.selector ?? ''}`);
    }
  }

  finish(): RowTable {
    const rows = this.values.length;
    const values = new Float32Array(rows * FEATURES.length);
    const known = new Uint8Array(rows * FEATURES.length);
    for (const [row, part] of this.values.entries()) values.set(part, row * FEATURES.length);
    for (const [row, part] of this.known.entries()) known.set(part, row * FEATURES.length);
    return {
      rows,
      values,
      known,
      segments: Uint8Array.from(this.segments),
      timestamps: Float64Array.from(this.timestamps),
      senders: this.senders,
      functions: this.functions,
      sequenceOf: (row) => this.sequences[row] ?? null,
      firstBlock: rows === 0 ? 0 : this.firstBlock,
      lastBlock: this.lastBlock,
    };
  }
}

/** Rows of a table at the given positions, as a table. */
export function pickRows(table: RowTable, positions: readonly number[]): RowTable {
  const width = FEATURES.length;
  const values = new Float32Array(positions.length * width);
  const known = new Uint8Array(positions.length * width);
  for (const [at, row] of positions.entries()) {
    values.set(table.values.subarray(row * width, (row + 1) * width), at * width);
    known.set(table.known.subarray(row * width, (row + 1) * width), at * width);
  }
  return {
    ...table,
    rows: positions.length,
    values,
    known,
    segments: Uint8Array.from(positions, (row) => table.segments[row] ?? 0),
    timestamps: Float64Array.from(positions, (row) => table.timestamps[row] ?? 0),
    senders: positions.map((row) => table.senders[row] ?? ''),
    functions: positions.map((row) => table.functions[row] ?? ''),
    sequenceOf: (at) => table.sequenceOf(positions[at] ?? -1),
  };
}

/** Tables of several chains as one: states were never mixed, rows may be. */
export function joinTables(tables: readonly RowTable[]): RowTable {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const width = FEATURES.length;
  const values = new Float32Array(rows * width);
  const known = new Uint8Array(rows * width);
  const segments = new Uint8Array(rows);
  const timestamps = new Float64Array(rows);
  const sequences = tables.flatMap((table) => Array.from({ length: table.rows }, (_, row) => table.sequenceOf(row)));
  let at = 0;
  for (const table of tables) {
    values.set(table.values, at * width);
    known.set(table.known, at * width);
    segments.set(table.segments, at);
    timestamps.set(table.timestamps, at);
    at += table.rows;
  }
  return {
    rows,
    values,
    known,
    segments,
    timestamps,
    senders: tables.flatMap(({ senders }) => senders),
    functions: tables.flatMap(({ functions }) => functions),
    sequenceOf: (row) => sequences[row] ?? null,
    firstBlock: Math.min(...tables.map(({ firstBlock }) => firstBlock)),
    lastBlock: Math.max(...tables.map(({ lastBlock }) => lastBlock)),
  };
}
