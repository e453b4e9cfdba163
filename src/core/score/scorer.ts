import { FatalError } from '../errors.js';
import type { FeatureRows } from '../features/feature-rows.js';
import { FEATURE_SCHEMA, FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { ECOD_TOP, tailSurprise } from './ecod.js';
import { type ModelBundle, PARTS } from './model-bundle.js';
import { combineCauchy, pValue, riskOf } from './tail.js';

const CLIP = 8;
const RESIDUAL_CLIP = 25;

/** Maps scaled rows to their reconstruction: [rows × inputs] to the same. The arithmetic is a runtime's. */
export type Reconstruct = (scaled: Float32Array, rows: number) => Float32Array;

export interface ScoredRows {
  /** 0–100. */
  readonly risk: Float32Array;
  /** p-values, `PARTS.length` a row. */
  readonly parts: Float32Array;
  /** Raw part scores, `PARTS.length` a row. */
  readonly raw: Float32Array;
}

export interface TopFeature {
  readonly id: string;
  readonly sentence: string;
  readonly value: number;
  /** The middle 98 % in training. */
  readonly usualFrom: number;
  readonly usualTo: number;
  readonly isHigh: boolean;
  readonly surprise: number;
}

/** Robustly scaled inputs: unknown is 0, in the middle, never a sentinel. */
export function scaleRows(
  bundle: Pick<ModelBundle, 'medians' | 'spreads'>,
  values: Float32Array,
  known: Uint8Array,
  rows: number,
): Float32Array {
  const inputs = INPUT_COLUMNS.length;
  const scaled = new Float32Array(rows * inputs);
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < inputs; i += 1) {
      const column = row * FEATURES.length + (INPUT_COLUMNS[i] ?? 0);
      if (known[column] === 0) continue;
      const value = ((values[column] ?? 0) - (bundle.medians[i] ?? 0)) / (bundle.spreads[i] ?? 1);
      scaled[row * inputs + i] = Math.max(-CLIP, Math.min(CLIP, value));
    }
  }
  return scaled;
}

/** Mean of the inputs' squared errors, each against its own median and clipped. */
export function residualScores(scaled: Float32Array, rebuilt: Float32Array, residualMedians: Float32Array, rows: number): Float32Array {
  const inputs = INPUT_COLUMNS.length;
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let i = 0; i < inputs; i += 1) {
      const error = (scaled[row * inputs + i] ?? 0) - (rebuilt[row * inputs + i] ?? 0);
      sum += Math.min(RESIDUAL_CLIP, (error * error) / (residualMedians[i] ?? 1));
    }
    scores[row] = sum / inputs;
  }
  return scores;
}

/** Surprises of each known input of a row, in input order. */
function surprises(bundle: Pick<ModelBundle, 'quantiles' | 'knots'>, values: Float32Array, known: Uint8Array, row: number): Float32Array {
  const out = new Float32Array(INPUT_COLUMNS.length);
  for (let i = 0; i < out.length; i += 1) {
    const column = INPUT_COLUMNS[i] ?? 0;
    const at = row * FEATURES.length + column;
    const direction = FEATURES[column]?.direction;
    if (known[at] === 0 || direction === undefined) continue;
    out[i] = tailSurprise(bundle.quantiles, i * bundle.knots, bundle.knots, direction, values[at] ?? 0);
  }
  return out;
}

export function ecodScores(
  bundle: Pick<ModelBundle, 'quantiles' | 'knots'>,
  values: Float32Array,
  known: Uint8Array,
  rows: number,
): Float32Array {
  const scores = new Float32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const strongest = surprises(bundle, values, known, row).sort();
    for (let i = 0; i < ECOD_TOP; i += 1) scores[row] = (scores[row] ?? 0) + (strongest[strongest.length - 1 - i] ?? 0);
  }
  return scores;
}

/** Scores rows of features; explains a row. Pure but for the network that is handed in. */
export class Scorer {
  constructor(
    readonly bundle: ModelBundle,
    private readonly reconstruct: Reconstruct,
  ) {
    if (bundle.schema !== FEATURE_SCHEMA)
      throw new FatalError(
        'model-schema',
        'The model was trained on other features than this version computes. Train it again: npm run train.',
      );
  }

  score({ values, known, segments, rows }: FeatureRows): ScoredRows {
    const scaled = scaleRows(this.bundle, values, known, rows);
    const byPart = [
      residualScores(scaled, this.reconstruct(scaled, rows), this.bundle.residualMedians, rows),
      ecodScores(this.bundle, values, known, rows),
    ];
    const risk = new Float32Array(rows);
    const parts = new Float32Array(rows * PARTS.length);
    const raw = new Float32Array(rows * PARTS.length);
    for (let row = 0; row < rows; row += 1) {
      const tails = this.bundle.tails[segments[row] ?? 0] ?? [];
      const pValues = PARTS.map((_, part) => {
        const score = byPart[part]?.[row] ?? 0;
        const tail = tails[part];
        const p = tail === undefined ? 1 : pValue(tail, score);
        raw[row * PARTS.length + part] = score;
        parts[row * PARTS.length + part] = p;
        return p;
      });
      risk[row] = riskOf(combineCauchy(pValues), this.bundle.transactionsPerDay);
    }
    return { risk, parts, raw };
  }

  /** The features that stand out most, with what was usual in training. */
  explain({ values, known }: FeatureRows, row: number, count = 5): readonly TopFeature[] {
    const bySurprise = surprises(this.bundle, values, known, row);
    const { quantiles, knots } = this.bundle;
    return [...bySurprise.keys()]
      .sort((a, b) => (bySurprise[b] ?? 0) - (bySurprise[a] ?? 0))
      .slice(0, count)
      .filter((i) => (bySurprise[i] ?? 0) > 1)
      .flatMap((i) => {
        const column = INPUT_COLUMNS[i] ?? 0;
        const feature = FEATURES[column];
        if (feature === undefined) return [];
        const value = values[row * FEATURES.length + column] ?? 0;
        const usualFrom = quantiles[i * knots + Math.floor(knots * 0.01)] ?? 0;
        const usualTo = quantiles[i * knots + Math.ceil(knots * 0.99) - 1] ?? 0;
        return [
          {
            id: feature.id,
            sentence: feature.sentence,
            value,
            usualFrom,
            usualTo,
            isHigh: value > (usualFrom + usualTo) / 2,
            surprise: bySurprise[i] ?? 0,
          },
        ];
      });
  }
}
