import { GROUPS } from '../../src/core/features/feature.js';
import { CALL_COLUMNS, FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../../src/core/features/schema.js';
import { SEGMENTS } from '../../src/core/features/segment.js';
import { ecodScores } from '../../src/core/score/ecod.js';
import { rawScores, residualScores, scaleRows } from '../../src/core/score/first-stage.js';
import type { Head } from '../../src/core/score/head.js';
import { INPUT_KINDS, type InputKind, inputKindAt } from '../../src/core/score/input-kind.js';
import { type ModelBundle, PARTS, type Part, type PartTail } from '../../src/core/score/model-bundle.js';
import { SEQUENCE } from '../../src/core/score/scorer.js';
import type { SequenceModel } from '../../src/core/score/sequence-model.js';
import { fitTail, MIN_TAIL_SAMPLE } from '../../src/core/score/tail.js';
import type { DenseLayer, ModelRuntime } from '../../src/ports/model-runtime.js';
import { pickRows, type RowTable } from '../datasets/recorded-rows.js';
import { fitForest } from './fit-forest.js';
import { fitHead, type HeadRows } from './fit-head.js';
import { fitScales, type InputScales, KNOTS } from './fit-scales.js';
import { fitSequence, sequencesOf } from './fit-sequence.js';
import { trimHighest } from './sample.js';

export interface TrainOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly transactionsPerDay: number;
  /** End of the training window, seconds since the epoch. */
  readonly trainedUntil: number;
  /** Already trained on the same calls; left out: it is trained here. */
  readonly sequence?: SequenceModel | null;
  onEpoch?(epoch: number, loss: number): void;
  onSequenceEpoch?(epoch: number, epochs: number, loss: number): void;
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
 * The head ranks, the label-free parts see what no rule names: chosen on attacks before the split alone. Of the calls alone
 * the autoencoder and the sequence add nothing to these (ml/REPORT.md), so they count only where there are logs and histories too, and the unknown is what matters.
 */
export const PART_WEIGHTS: Readonly<Record<InputKind, Readonly<Record<Part, number>>>> = {
  whole: { autoencoder: 1, ecod: 1, forest: 1, head: 8, sequence: 1 },
  'no-trace': { autoencoder: 1, ecod: 1, forest: 0, head: 0, sequence: 0 },
  'calls-only': { autoencoder: 0, ecod: 1, forest: 1, head: 8, sequence: 0 },
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
  const sequence = options.sequence === undefined ? await trainSequence(rows, runtime, options) : options.sequence;
  const fitted = {
    ...scales,
    knots: KNOTS,
    residualMedians: fitResidualMedians(kept, scales, layers, runtime),
    forest: fitForest(withTrace(kept), scales.medians, options.seed),
    sequence,
    head: rows.attacks.rows === 0 ? NO_HEAD : fitHead(rows.attacks, calls.train),
  };
  const network = runtime.load(layers);
  const loadedSequence = sequence === null ? null : runtime.loadSequence(sequence);
  const raw = (table: RowTable) => {
    const scores = rawScores(fitted, (scaled, count) => network.run(scaled, count), table.values, table.known, table.rows);
    // Of all that have a sequence: p is of the chain's traffic, not of what the first stage finds strange.
    for (let row = 0; row < table.rows; row += 1) {
      const calls = loadedSequence === null ? null : table.sequenceOf(row);
      if (calls !== null) scores[row * PARTS.length + SEQUENCE] = loadedSequence?.surpriseOf(calls) ?? Number.NaN;
    }
    return scores;
  };
  const byKind: Readonly<Record<InputKind, RowTable>> = {
    whole: calibrate,
    'no-trace': withoutTrace(calibrate),
    'calls-only': calls.calibrate,
  };
  const isSilent = (part: Part) => (part === 'head' && rows.attacks.rows === 0) || (part === 'sequence' && sequence === null);
  const tails = INPUT_KINDS.map((kind) => tailsOf(raw(byKind[kind]), byKind[kind].segments));
  network.dispose();
  loadedSequence?.dispose();
  return {
    layers,
    trainedRows: kept.rows,
    bundle: {
      schema: FEATURE_SCHEMA,
      ...fitted,
      weights: INPUT_KINDS.map((kind) => PARTS.map((part) => (isSilent(part) ? 0 : PART_WEIGHTS[kind][part]))),
      tails,
      transactionsPerDay: options.transactionsPerDay,
      trainedUntil: options.trainedUntil,
    },
  };
}

/** On the calls of all sources, those of the lab among them. */
function trainSequence({ train, calls }: TrainingRows, runtime: ModelRuntime, options: TrainOptions): Promise<SequenceModel | null> {
  const all = [...sequencesOf(train), ...(calls.train === train ? [] : sequencesOf(calls.train))];
  return fitSequence(all, runtime, {
    seed: options.seed,
    ...(options.onSequenceEpoch === undefined ? {} : { onEpoch: options.onSequenceEpoch }),
  });
}

function withTrace(table: RowTable): RowTable {
  const positions = Array.from({ length: table.rows }, (_, row) => row);
  return pickRows(
    table,
    positions.filter((row) => INPUT_KINDS[inputKindAt(table.known, row * FEATURES.length)] !== 'no-trace'),
  );
}

/** What a trace alone tells, beside its groups. */
const OF_TRACE: ReadonlySet<string> = new Set(['A07_coinbase_payment_log', 'E01_only_accounts_broken']);

/** The same rows as if no trace had come. */
function withoutTrace(table: RowTable): RowTable {
  const known = Uint8Array.from(table.known);
  for (const [column, { id, group }] of FEATURES.entries())
    if (group === 'C' || group === 'G' || OF_TRACE.has(id))
      for (let row = 0; row < table.rows; row += 1) known[row * FEATURES.length + column] = 0;
  return { ...table, known, sequenceOf: () => null };
}

/** Their tails are of all segments: the head knows the size of what it judges and is to be compared across, and a sequence is of complex calls anyway. */
const ACROSS: ReadonlySet<Part> = new Set<Part>(['head', 'sequence']);

/** Tails of each part in each segment, of the rows that it says something of. */
function tailsOf(raw: Float32Array, segments: Uint8Array): readonly (readonly PartTail[])[] {
  const byPart = PARTS.map((_, part) => Float32Array.from({ length: segments.length }, (_row, row) => raw[row * PARTS.length + part] ?? 0));
  return SEGMENTS.map((_, segment) =>
    byPart.map((scores, part) => tailOf(scores, segments, ACROSS.has(PARTS[part] ?? 'head') ? null : segment)),
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

/** Of the scores that there are; of all segments where one has too few, or none is said. */
function tailOf(scores: Float32Array, segments: Uint8Array, segment: number | null): PartTail {
  const said = (isOwn: boolean) => scores.filter((score, row) => !Number.isNaN(score) && (!isOwn || segments[row] === segment));
  const own = said(segment !== null);
  return fitTail(segment === null || own.length >= MIN_TAIL_SAMPLE ? own : said(false));
}
