import { GROUPS } from '../../src/core/features/feature.js';
import { CALL_COLUMNS, FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../../src/core/features/schema.js';
import { SEGMENTS } from '../../src/core/features/segment.js';
import type { Head } from '../../src/core/score/head.js';
import { INPUT_KINDS, type InputKind, inputKindAt } from '../../src/core/score/input-kind.js';
import { type ModelBundle, PARTS, type Part, type PartTail } from '../../src/core/score/model-bundle.js';
import { ecodScores, rawScores, residualScores, scaleRows } from '../../src/core/score/scorer.js';
import { fitTail, MIN_TAIL_SAMPLE } from '../../src/core/score/tail.js';
import type { DenseLayer, ModelRuntime } from '../../src/ports/model-runtime.js';
import { pickRows, type RowTable } from '../datasets/recorded-rows.js';
import { fitForest } from './fit-forest.js';
import { fitHead, type HeadRows } from './fit-head.js';
import { fitScales, type InputScales, KNOTS } from './fit-scales.js';
import { trimHighest } from './sample.js';

export interface TrainOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly transactionsPerDay: number;
  /** End of the training window, seconds since the epoch. */
  readonly trainedUntil: number;
  onEpoch?(epoch: number, loss: number): void;
}

export interface TrainedModel {
  readonly bundle: Omit<ModelBundle, 'id'>;
  readonly layers: readonly DenseLayer[];
  /** Rows that were left after trimming. */
  readonly trainedRows: number;
}

/** Shares trimmed before and after the first training (DETECTION: contamination-robust). */
const TRIM_BY_ECOD = 0.005;
const TRIM_BY_AUTOENCODER = 0.002;
const BATCH = 256;
const LEAST_RESIDUAL = 1e-3;

/** Rows to train and calibrate on, each reduced to what the calls tell where that is said. */
export interface TrainingRows {
  readonly train: RowTable;
  /** Later than `train`, and never trained on. */
  readonly calibrate: RowTable;
  /** The same for rows of which nothing but the calls is known. */
  readonly calls: { readonly train: RowTable; readonly calibrate: RowTable };
  /** Labelled attacks, reduced to their calls: the head alone learns of them. */
  readonly attacks: HeadRows;
}

/** Without attacks there is nothing to learn: it says the same of all, and has no weight. */
const NO_HEAD: Head = {
  means: new Float32Array(CALL_COLUMNS.length),
  deviations: new Float32Array(CALL_COLUMNS.length).fill(1),
  weights: new Float32Array(CALL_COLUMNS.length),
  bias: 0,
};

/**
 * The head ranks, the label-free parts see what no rule names: chosen on attacks before the split alone. Of the calls alone the autoencoder adds nothing (ml/REPORT.md), so
 * it counts only where it sees logs and histories too.
 */
export const PART_WEIGHTS: Readonly<Record<InputKind, Readonly<Record<Part, number>>>> = {
  whole: { autoencoder: 1, ecod: 1, forest: 1, head: 8 },
  'no-trace': { autoencoder: 1, ecod: 1, forest: 0, head: 0 },
  'calls-only': { autoencoder: 0, ecod: 1, forest: 1, head: 8 },
};

/** Trains the label-free parts twice: the second time without what the first found strangest. Calibrates on what training never saw. */
export async function trainModel(rows: TrainingRows, runtime: ModelRuntime, options: TrainOptions): Promise<TrainedModel> {
  const { train, calibrate, calls } = rows;
  const ecod = ecodScores({ ...fitScales(train), knots: KNOTS }, train.values, train.known, train.rows);
  let kept = pickRows(train, trimHighest(ecod, TRIM_BY_ECOD));
  let scales = fitScales(kept);
  let layers = await fitAutoencoder(kept, scales, runtime, options);
  const strange = residuals(kept, scales, layers, runtime);
  kept = pickRows(kept, trimHighest(strange, TRIM_BY_AUTOENCODER));
  scales = fitScales(kept);
  layers = await fitAutoencoder(kept, scales, runtime, options);
  const fitted = {
    ...scales,
    knots: KNOTS,
    residualMedians: fitResidualMedians(kept, scales, layers, runtime),
    forest: fitForest(withTrace(kept), scales.medians, options.seed),
    head: rows.attacks.rows === 0 ? NO_HEAD : fitHead(rows.attacks, calls.train),
  };
  const network = runtime.load(layers);
  const raw = (table: RowTable) => rawScores(fitted, (scaled, count) => network.run(scaled, count), table.values, table.known, table.rows);
  const byKind: Readonly<Record<InputKind, RowTable>> = {
    whole: calibrate,
    'no-trace': withoutTrace(calibrate),
    'calls-only': calls.calibrate,
  };
  const tails = INPUT_KINDS.map((kind) => tailsOf(raw(byKind[kind]), byKind[kind].segments));
  network.dispose();
  return {
    layers,
    trainedRows: kept.rows,
    bundle: {
      schema: FEATURE_SCHEMA,
      ...fitted,
      weights: INPUT_KINDS.map((kind) => PARTS.map((part) => (part === 'head' && rows.attacks.rows === 0 ? 0 : PART_WEIGHTS[kind][part]))),
      tails,
      transactionsPerDay: options.transactionsPerDay,
      trainedUntil: options.trainedUntil,
    },
  };
}

function withTrace(table: RowTable): RowTable {
  const positions = Array.from({ length: table.rows }, (_, row) => row);
  return pickRows(
    table,
    positions.filter((row) => INPUT_KINDS[inputKindAt(table.known, row * FEATURES.length)] !== 'no-trace'),
  );
}

/** The same rows as if no trace had come. */
function withoutTrace(table: RowTable): RowTable {
  const known = Uint8Array.from(table.known);
  for (const [column, { group }] of FEATURES.entries())
    if (group === 'C' || group === 'G') for (let row = 0; row < table.rows; row += 1) known[row * FEATURES.length + column] = 0;
  return { ...table, known };
}

/** Tails of each part in each segment; the head's is one for all: it knows the size of what it judges, and is to be compared across. */
function tailsOf(raw: Float32Array, segments: Uint8Array): readonly (readonly PartTail[])[] {
  const byPart = PARTS.map((_, part) => Float32Array.from({ length: segments.length }, (_row, row) => raw[row * PARTS.length + part] ?? 0));
  return SEGMENTS.map((_, segment) =>
    byPart.map((scores, part) => (PARTS[part] === 'head' ? fitTail(scores) : tailOf(scores, segments, segment))),
  );
}

/** Positions [from, to) of each feature group among the inputs. */
function groupRanges(): readonly (readonly [number, number])[] {
  return GROUPS.flatMap((group) => {
    const columns = INPUT_COLUMNS.flatMap((column, input) => (FEATURES[column]?.group === group ? [input] : []));
    const [from, to] = [columns[0], columns.at(-1)];
    return from === undefined || to === undefined ? [] : [[from, to + 1] as const];
  });
}

function fitAutoencoder(
  table: RowTable,
  scales: InputScales,
  runtime: ModelRuntime,
  options: TrainOptions,
): Promise<readonly DenseLayer[]> {
  const inputs = INPUT_COLUMNS.length;
  return runtime.trainAutoencoder(scaleRows(scales, table.values, table.known, table.rows), inputs, {
    layers: [
      { units: 48, activation: 'relu' },
      { units: 16, activation: 'relu' },
      { units: 48, activation: 'relu' },
      { units: inputs, activation: 'linear' },
    ],
    epochs: options.epochs,
    batchSize: BATCH,
    learningRate: 1e-3,
    seed: options.seed,
    noise: 0.15,
    groupDropout: 0.1,
    groups: groupRanges(),
    ...(options.onEpoch === undefined ? {} : { onEpoch: options.onEpoch }),
  });
}

function rebuild(table: RowTable, scales: InputScales, layers: readonly DenseLayer[], runtime: ModelRuntime) {
  const scaled = scaleRows(scales, table.values, table.known, table.rows);
  const network = runtime.load(layers);
  try {
    return { scaled, rebuilt: network.run(scaled, table.rows) };
  } finally {
    network.dispose();
  }
}

function residuals(table: RowTable, scales: InputScales, layers: readonly DenseLayer[], runtime: ModelRuntime): Float32Array {
  const { scaled, rebuilt } = rebuild(table, scales, layers, runtime);
  return residualScores(scaled, rebuilt, new Float32Array(INPUT_COLUMNS.length).fill(1), table.rows);
}

function fitResidualMedians(table: RowTable, scales: InputScales, layers: readonly DenseLayer[], runtime: ModelRuntime): Float32Array {
  const { scaled, rebuilt } = rebuild(table, scales, layers, runtime);
  const inputs = INPUT_COLUMNS.length;
  return Float32Array.from({ length: inputs }, (_, input) => {
    const errors = Float32Array.from(
      { length: table.rows },
      (_row, row) => ((scaled[row * inputs + input] ?? 0) - (rebuilt[row * inputs + input] ?? 0)) ** 2,
    );
    return Math.max(LEAST_RESIDUAL, errors.sort()[errors.length >> 1] ?? 1);
  });
}

function tailOf(scores: Float32Array, segments: Uint8Array, segment: number): PartTail {
  const own = scores.filter((_, row) => segments[row] === segment);
  return fitTail(own.length >= MIN_TAIL_SAMPLE ? own : scores);
}
