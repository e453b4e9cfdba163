import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { loadScorer } from '../../src/adapters/model-runtime/load-scorer.js';
import type { Hex } from '../../src/core/chain/block.js';
import type { Detector } from '../../src/core/detect/detector.js';
import { FatalError } from '../../src/core/errors.js';
import { CALL_COLUMNS, FEATURES } from '../../src/core/features/schema.js';
import { SEGMENTS } from '../../src/core/features/segment.js';
import { FIRST_STAGE, PARTS } from '../../src/core/score/model-bundle.js';
import { budgetRisk } from '../../src/core/score/tail.js';
import type { ModelRuntime } from '../../src/ports/model-runtime.js';
import { joinTables, pickRows, type RowTable } from '../datasets/recorded-rows.js';
import { type ReducedTransaction, reducedTable } from '../datasets/reduced-rows.js';
import type { TrainingSource } from '../datasets/training-sources.js';
import { sequencesOf } from './fit-sequence.js';
import { capRows, splitByTime } from './sample.js';
import { type TrainedModel, trainModel } from './train-model.js';

export interface TrainRunOptions {
  readonly sources: readonly TrainingSource[];
  /** Mainnet blocks from this time on are kept for testing. Seconds since the epoch. */
  readonly trainedUntil: number;
  readonly seed: number;
  readonly epochs: number;
  readonly transactionsPerDay: number;
  /** Asked of every row, as they are when it is scored. */
  readonly detectors: readonly Detector[];
  /** Labelled attacks, for the head; none: it gets no weight. */
  readonly attacks: readonly ReducedTransaction[];
  /** Ordinary transactions as recordings of attacks have them: their calls alone. */
  readonly callsOnly: readonly ReducedTransaction[];
  onProgress(step: string, done: number, all: number, note?: string): void;
}

export interface TrainRun extends TrainedModel {
  readonly training: Readonly<Record<string, unknown>>;
  readonly metrics: Readonly<Record<string, unknown>>;
}

/** Held back at the end of each chain to calibrate. */
const CALIBRATION_SHARE = 0.2;
const MAINNET = 1;

/** Reads the sources, splits each by time, trains, calibrates, and measures on mainnet blocks after the window. */
export async function runTraining(runtime: ModelRuntime, options: TrainRunOptions): Promise<TrainRun> {
  const early: RowTable[] = [];
  const late: RowTable[] = [];
  for (const source of options.sources) {
    const window = source.chainId === MAINNET ? { before: options.trainedUntil } : {};
    const table = await source.read(window, (done, all) => options.onProgress(`reading chain ${source.chainId}`, done, all));
    const split = splitByTime(table, CALIBRATION_SHARE);
    early.push(pickRows(table, split.early));
    late.push(pickRows(table, split.late));
  }
  const all = joinTables(early);
  const train = pickRows(all, capRows(all));
  const calibrate = joinTables(late);
  if (train.rows < 1_000 || calibrate.rows < 500)
    throw new FatalError(
      'too-few-rows',
      `Training needs more: ${train.rows} rows to train on and ${calibrate.rows} to calibrate. Give more blocks.`,
    );
  const calls = splitCalls(options) ?? { train: callsOf(train), calibrate: callsOf(calibrate) };
  let passes = 0;
  const attacks = reducedTable(options.attacks, options.detectors);
  const trained = await trainModel({ train, calibrate, calls, attacks }, runtime, {
    ...options,
    onEpoch: (epoch, loss) => {
      if (epoch === 0) passes += 1;
      options.onProgress(`training, pass ${passes} of 2`, epoch + 1, options.epochs, `loss ${loss.toFixed(4)}`);
    },
    onSequenceEpoch: (epoch, epochs, loss) =>
      options.onProgress('training on sequences of calls', epoch + 1, epochs, `${loss.toFixed(3)} nats a call`),
  });
  const test = await testRows(options);
  return {
    ...trained,
    training: {
      chains: options.sources.map(({ chainId, name }) => ({ chainId, name })),
      readRows: all.rows,
      sampledRows: train.rows,
      trainedRows: trained.trainedRows,
      calibrationRows: calibrate.rows,
      callsOnlyRows: calls.train.rows,
      callsOnlyCalibrationRows: calls.calibrate.rows,
      sequences: trained.bundle.sequence === null ? 0 : sequencesOf(calls.train).length,
      attacks: attacks.rows,
      seed: options.seed,
      epochs: options.epochs,
      runtime: `${runtime.name} ${runtime.version}`,
    },
    metrics: {
      calibration: measure(trained, calibrate, runtime),
      afterTheWindow: test === null ? null : measure(trained, test, runtime),
    },
  };
}

/** Fewer reduced transactions than this calibrate nothing. */
const LEAST_CALLS_ONLY = 1_000;

/** Rows of which only the calls are known, split by time as the whole ones are; null where there are too few. */
function splitCalls({
  callsOnly,
  detectors,
  trainedUntil,
}: TrainRunOptions): { readonly train: RowTable; readonly calibrate: RowTable } | null {
  const before = callsOnly.filter(({ at }) => at !== null && at < trainedUntil).sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  if (before.length < LEAST_CALLS_ONLY) return null;
  const table = reducedTable(before, detectors);
  const split = splitByTime(table, CALIBRATION_SHARE);
  return { train: pickRows(table, split.early), calibrate: pickRows(table, split.late) };
}

/** Whole rows with all but the calls masked. */
function callsOf(table: RowTable): RowTable {
  const known = new Uint8Array(table.known.length);
  for (const column of CALL_COLUMNS) for (let at = column; at < known.length; at += FEATURES.length) known[at] = table.known[at] ?? 0;
  return { ...table, known };
}

async function testRows({ sources, trainedUntil, onProgress }: TrainRunOptions): Promise<RowTable | null> {
  const tables: RowTable[] = [];
  for (const source of sources.filter(({ chainId }) => chainId === MAINNET))
    tables.push(await source.read({ from: trainedUntil }, (done, all) => onProgress('reading what comes after', done, all)));
  const table = joinTables(tables);
  return table.rows === 0 ? null : table;
}

/** How often scores pass their lines: what calibration promises, and what came of it. */
function measure(trained: TrainedModel, table: RowTable, runtime: ModelRuntime): Readonly<Record<string, unknown>> {
  const { scorer, dispose } = loadScorer(runtime, { ...trained.bundle, id: '' }, trained.layers);
  const { risk, parts } = scorer.score(table);
  dispose();
  const share = (count: number) => Number((count / table.rows).toFixed(6));
  const line = budgetRisk(trained.bundle.transactionsPerDay, 5);
  const above = (limit: number) => risk.filter((value) => value >= limit).length;
  return {
    rows: table.rows,
    segments: Object.fromEntries(SEGMENTS.map((name, segment) => [name, table.segments.filter((value) => value === segment).length])),
    /** One in a hundred by calibration. */
    below001: Object.fromEntries(
      FIRST_STAGE.map((name) => [name, share(parts.filter((p, i) => i % PARTS.length === PARTS.indexOf(name) && p < 0.01).length)]),
    ),
    atRisk44: above(44),
    atBudgetOf5ADay: above(line),
    budgetRisk: line,
  };
}

/** Recorded folders below a data folder: every one that holds numbered blocks. */
export function recordedFolders(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => path.join(root, name))
    .filter(holdsBlocks)
    .sort();
}

function holdsBlocks(folder: string): boolean {
  const first = readdirSync(folder).find((name) => /^\d+\.json(\.gz)?$/.test(name));
  if (first === undefined) return false;
  const bytes = readFileSync(path.join(folder, first));
  const recorded: unknown = JSON.parse((first.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  return typeof recorded === 'object' && recorded !== null && 'block' in recorded;
}

const truthSchema = z.array(z.object({ kind: z.string(), detectorId: z.string(), transactionHash: z.string() }));

/** The attacks of a recorded lab, by its own truth. */
export function labAttacks(folder: string): readonly { readonly hash: Hex; readonly detectorId: string }[] {
  const deeds = truthSchema.parse(JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8')));
  return deeds.flatMap(({ kind, detectorId, transactionHash }) =>
    kind === 'attack' ? [{ hash: transactionHash as Hex, detectorId }] : [],
  );
}

/** Transactions that a list of labelled ones names (CSV whose first column is the hash). */
export function labelledTransactions(file: string): ReadonlySet<Hex> {
  const hashes = readFileSync(file, 'utf8')
    .split('\n')
    .slice(1)
    .map((line) => line.split(',')[0]?.trim() ?? '');
  return new Set(hashes.filter((hash): hash is Hex => /^0x[0-9a-f]{64}$/.test(hash)));
}
