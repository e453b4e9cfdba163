import { FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { SCORE_ALERTS_PER_DAY } from './alert-line.js';
import { FIRST_STAGE, type ModelBundle, PARTS } from './model-bundle.js';
import { budgetRisk } from './tail.js';

/** A scored transaction as it is kept: features in schema order, NaN where unknown. */
export interface KeptScore {
  readonly features: Float32Array;
  readonly parts: Float32Array;
  readonly risk: number;
  /** As a position in SEGMENTS. */
  readonly segment: number;
  /** Of a transaction that the second stage was asked of. */
  readonly calls: string | null;
}

export interface FeatureDrift {
  readonly id: string;
  readonly sentence: string;
  /** Population stability index over ten quantile bins of training: 0.1 is worth a look, 0.25 is another world. Null where too few rows know the feature. */
  readonly psi: number | null;
  /** Share of rows that do not know it. */
  readonly unknown: number;
  readonly median: number | null;
  /** The middle 98 % in training. */
  readonly usualFrom: number;
  readonly usualTo: number;
}

export interface PartDrift {
  readonly part: string;
  /** Share of rows with p < 0.01: one in a hundred where calibration holds. Null where the part said nothing. */
  readonly below001: number | null;
  readonly rows: number;
}

export interface Drift {
  readonly rows: number;
  readonly features: readonly FeatureDrift[];
  readonly parts: readonly PartDrift[];
  readonly alerts: {
    /** Rows at or above the line of the budget, and how many the budget expects among so many rows. */
    readonly realised: number;
    readonly budgeted: number;
    readonly budgetRisk: number;
  };
}

const BINS = 10;
/** Fewer rows make an index of chance. */
const LEAST_ROWS = 200;

/** How far recent transactions are from those that a model was trained on. */
export function driftOf(bundle: ModelBundle, recent: readonly KeptScore[]): Drift {
  const line = budgetRisk(bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY);
  return {
    rows: recent.length,
    features: INPUT_COLUMNS.map((column, input) => featureDrift(bundle, column, input, recent)),
    parts: FIRST_STAGE.map((part) => {
      const i = PARTS.indexOf(part);
      const known = recent.flatMap(({ parts }) => (Number.isNaN(parts[i] ?? Number.NaN) ? [] : [parts[i] ?? 1]));
      return { part, rows: known.length, below001: known.length === 0 ? null : known.filter((p) => p < 0.01).length / known.length };
    }),
    alerts: {
      realised: recent.filter(({ risk }) => risk >= line).length,
      budgeted: (recent.length * SCORE_ALERTS_PER_DAY) / bundle.transactionsPerDay,
      budgetRisk: line,
    },
  };
}

function featureDrift({ quantiles, knots }: ModelBundle, column: number, input: number, recent: readonly KeptScore[]): FeatureDrift {
  const own = quantiles.subarray(input * knots, (input + 1) * knots);
  const values = recent.flatMap(({ features }) => (Number.isNaN(features[column] ?? Number.NaN) ? [] : [features[column] ?? 0]));
  const sorted = Float32Array.from(values).sort();
  return {
    id: FEATURES[column]?.id ?? '',
    sentence: FEATURES[column]?.sentence ?? '',
    psi: values.length < LEAST_ROWS ? null : stabilityIndex(own, values),
    unknown: recent.length === 0 ? 0 : 1 - values.length / recent.length,
    median: sorted.length === 0 ? null : (sorted[sorted.length >> 1] ?? 0),
    usualFrom: own[Math.floor(knots * 0.01)] ?? 0,
    usualTo: own[Math.ceil(knots * 0.99) - 1] ?? 0,
  };
}

/** Population stability index of values against training quantiles. Edges that fall together make one bin. */
export function stabilityIndex(quantiles: Float32Array, values: readonly number[]): number {
  const edges = [...new Set(Array.from({ length: BINS - 1 }, (_, i) => quantiles[Math.floor(((i + 1) * quantiles.length) / BINS)] ?? 0))];
  const binOf = (value: number) => {
    const bin = edges.findIndex((edge) => value <= edge);
    return bin < 0 ? edges.length : bin;
  };
  const [usual, now] = [new Float64Array(edges.length + 1), new Float64Array(edges.length + 1)];
  for (const value of quantiles) usual[binOf(value)] = (usual[binOf(value)] ?? 0) + 1;
  for (const value of values) now[binOf(value)] = (now[binOf(value)] ?? 0) + 1;
  let index = 0;
  for (let bin = 0; bin < usual.length; bin += 1) {
    // Half a row more in each: an empty bin is rare, not impossible.
    const a = ((now[bin] ?? 0) + 0.5) / (values.length + 0.5 * now.length);
    const e = ((usual[bin] ?? 0) + 0.5) / (quantiles.length + 0.5 * usual.length);
    index += (a - e) * Math.log(a / e);
  }
  return index;
}
