import { GROUPS } from '../../src/core/features/feature.js';
import { FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../../src/core/features/schema.js';
import { SEGMENTS } from '../../src/core/features/segment.js';
import type { ModelBundle, PartTail } from '../../src/core/score/model-bundle.js';
import { ecodScores, residualScores, scaleRows } from '../../src/core/score/scorer.js';
import { fitTail, MIN_TAIL_SAMPLE } from '../../src/core/score/tail.js';
import type { DenseLayer, ModelRuntime } from '../../src/ports/model-runtime.js';
import { pickRows, type RowTable } from '../datasets/recorded-rows.js';
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

/** Trains on `train` without labels, twice: the second time without what the first found strangest. Calibrates on `calibrate`, which training never saw. */
export async function trainModel(
  train: RowTable,
  calibrate: RowTable,
  runtime: ModelRuntime,
  options: TrainOptions,
): Promise<TrainedModel> {
  const first = fitScales(train);
  const ecod = ecodScores({ ...first, knots: KNOTS }, train.values, train.known, train.rows);
  let kept = pickRows(train, trimHighest(ecod, TRIM_BY_ECOD));
  let scales = fitScales(kept);
  let layers = await fitAutoencoder(kept, scales, runtime, options);
  const strange = residuals(kept, scales, layers, runtime, null);
  kept = pickRows(kept, trimHighest(strange, TRIM_BY_AUTOENCODER));
  scales = fitScales(kept);
  layers = await fitAutoencoder(kept, scales, runtime, options);
  const residualMedians = fitResidualMedians(kept, scales, layers, runtime);
  const parts = [
    residuals(calibrate, scales, layers, runtime, residualMedians),
    ecodScores({ ...scales, knots: KNOTS }, calibrate.values, calibrate.known, calibrate.rows),
  ];
  return {
    layers,
    trainedRows: kept.rows,
    bundle: {
      schema: FEATURE_SCHEMA,
      ...scales,
      residualMedians,
      knots: KNOTS,
      tails: SEGMENTS.map((_, segment) => parts.map((scores) => tailOf(scores, calibrate.segments, segment))),
      transactionsPerDay: options.transactionsPerDay,
      trainedUntil: options.trainedUntil,
    },
  };
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

function residuals(
  table: RowTable,
  scales: InputScales,
  layers: readonly DenseLayer[],
  runtime: ModelRuntime,
  medians: Float32Array | null,
): Float32Array {
  const { scaled, rebuilt } = rebuild(table, scales, layers, runtime);
  return residualScores(scaled, rebuilt, medians ?? new Float32Array(INPUT_COLUMNS.length).fill(1), table.rows);
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
