import { FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { ecodScores } from './ecod.js';
import { headScores } from './head.js';
import { forestScores } from './isolation-forest.js';
import { type ModelBundle, PARTS } from './model-bundle.js';

const CLIP = 8;
const RESIDUAL_CLIP = 25;

/** Maps scaled rows to their reconstruction: [rows × inputs] to the same. The arithmetic is a runtime's. */
export type Reconstruct = (scaled: Float32Array, rows: number) => Float32Array;

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

type RawModel = Pick<ModelBundle, 'medians' | 'spreads' | 'residualMedians' | 'quantiles' | 'knots' | 'forest' | 'head'>;

/** Raw scores of all parts of the first stage, `PARTS.length` a row; NaN for the second's. */
export function rawScores(bundle: RawModel, reconstruct: Reconstruct, values: Float32Array, known: Uint8Array, rows: number): Float32Array {
  const scaled = scaleRows(bundle, values, known, rows);
  const byPart = [
    residualScores(scaled, reconstruct(scaled, rows), bundle.residualMedians, rows),
    ecodScores(bundle, values, known, rows),
    forestScores(bundle, values, known, rows),
    headScores(bundle.head, values, known, rows),
  ];
  const raw = new Float32Array(rows * PARTS.length).fill(Number.NaN);
  for (const [part, scores] of byPart.entries()) for (let row = 0; row < rows; row += 1) raw[row * PARTS.length + part] = scores[row] ?? 0;
  return raw;
}
