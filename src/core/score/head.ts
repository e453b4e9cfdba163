import { CALL_COLUMNS, FEATURES } from '../features/schema.js';
import { hasTrace } from './input-kind.js';

/**
 * A logistic model over what the calls tell and what detectors found, trained on labelled attacks: small, because there are few of them. Arrays are in order of
 * CALL_COLUMNS.
 */
export interface Head {
  readonly means: Float32Array;
  readonly deviations: Float32Array;
  readonly weights: Float32Array;
  readonly bias: number;
}

const CLIP = 8;

/** Standardised inputs of a row; what is unknown is usual. */
export function headRow(
  { means, deviations }: Pick<Head, 'means' | 'deviations'>,
  values: Float32Array,
  known: Uint8Array,
  offset: number,
  out: Float64Array,
): void {
  for (let i = 0; i < CALL_COLUMNS.length; i += 1) {
    const at = offset + (CALL_COLUMNS[i] ?? 0);
    const scaled = known[at] === 1 ? ((values[at] ?? 0) - (means[i] ?? 0)) / (deviations[i] ?? 1) : 0;
    out[i] = Math.max(-CLIP, Math.min(CLIP, scaled));
  }
}

/** Log odds, of a world in which attacks are as frequent as all else: an order, not a probability. NaN without a trace. */
export function headScores(head: Head, values: Float32Array, known: Uint8Array, rows: number): Float32Array {
  const scores = new Float32Array(rows);
  const row = new Float64Array(CALL_COLUMNS.length);
  for (let at = 0; at < rows; at += 1) {
    if (!hasTrace(known, at * FEATURES.length)) {
      scores[at] = Number.NaN;
      continue;
    }
    headRow(head, values, known, at * FEATURES.length, row);
    let sum = head.bias;
    for (let i = 0; i < row.length; i += 1) sum += (row[i] ?? 0) * (head.weights[i] ?? 0);
    scores[at] = sum;
  }
  return scores;
}
