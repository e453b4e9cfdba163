import { FatalError } from '../errors.js';
import type { FeatureRows } from '../features/feature-rows.js';
import { FEATURE_SCHEMA, FEATURES } from '../features/schema.js';
import { type Reconstruct, rawScores } from './first-stage.js';
import { inputKindAt } from './input-kind.js';
import { type ModelBundle, PARTS } from './model-bundle.js';
import { combineCauchy, pValue, riskAt } from './tail.js';

/** −log p of a call sequence, in nats. The arithmetic is a runtime's. */
export type SequenceSurprise = (sequence: string) => number;

/** Without `sequenceOf` nothing is known of how calls follow each other. */
export type ScorableRows = Pick<FeatureRows, 'rows' | 'values' | 'known' | 'segments'> & Partial<Pick<FeatureRows, 'sequenceOf'>>;

export interface ScoredRows {
  /** 0–100. */
  readonly risk: Float32Array;
  /** −log10 of the combined p-value: what the risk is made of, without its end at 100. */
  readonly surprise: Float64Array;
  /** p-values, `PARTS.length` a row; NaN where a part says nothing. */
  readonly parts: Float32Array;
  /** Raw part scores, `PARTS.length` a row. */
  readonly raw: Float32Array;
}

/** Float32 ends soon after. */
const LEAST_P = 1e-37;
/** −log10 p by the first stage from which on the second is asked: one transaction in a hundred. */
const SECOND_STAGE = 2;
export const SEQUENCE = PARTS.indexOf('sequence');
/** Scores rows of features. Pure but for the network that is handed in. */
export class Scorer {
  constructor(
    readonly bundle: ModelBundle,
    private readonly reconstruct: Reconstruct,
    private readonly sequenceSurprise: SequenceSurprise | null = null,
  ) {
    if (bundle.schema !== FEATURE_SCHEMA)
      throw new FatalError(
        'model-schema',
        'The model was trained on other features than this version computes. Train it again: npm run train.',
      );
  }

  score({ values, known, segments, rows, sequenceOf }: ScorableRows): ScoredRows {
    const { bundle } = this;
    const raw = rawScores(bundle, this.reconstruct, values, known, rows);
    const risk = new Float32Array(rows);
    const surprise = new Float64Array(rows);
    const parts = new Float32Array(rows * PARTS.length);
    for (let row = 0; row < rows; row += 1) {
      const kind = inputKindAt(known, row * FEATURES.length);
      const tails = bundle.tails[kind]?.[segments[row] ?? 0] ?? [];
      for (let part = 0; part < PARTS.length; part += 1) {
        const at = row * PARTS.length + part;
        const tail = tails[part];
        const score = raw[at] ?? Number.NaN;
        parts[at] = tail === undefined || Number.isNaN(score) ? Number.NaN : Math.max(LEAST_P, pValue(tail, score));
      }
      // Stored p-values are float32; the risk is of these, so that it comes again from what is stored.
      const own = parts.subarray(row * PARTS.length, (row + 1) * PARTS.length);
      const weights = bundle.weights[kind];
      surprise[row] = -Math.log10(combineCauchy(own, weights));
      const tail = tails[SEQUENCE];
      if ((surprise[row] ?? 0) >= SECOND_STAGE && tail !== undefined) {
        const score = this.sequenceScore(sequenceOf?.(row) ?? null);
        raw[row * PARTS.length + SEQUENCE] = score;
        if (!Number.isNaN(score)) {
          own[SEQUENCE] = Math.max(LEAST_P, pValue(tail, score));
          surprise[row] = -Math.log10(combineCauchy(own, weights));
        }
      }
      risk[row] = riskAt(surprise[row] ?? 0, bundle.transactionsPerDay);
    }
    return { risk, surprise, parts, raw };
  }

  /** How unexpected the order of calls is; NaN where nothing is known of it. */
  sequenceScore(sequence: string | null): number {
    return sequence === null || this.sequenceSurprise === null ? Number.NaN : this.sequenceSurprise(sequence);
  }
}
