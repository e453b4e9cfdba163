import { FEATURES, INPUT_COLUMNS } from '../../src/core/features/schema.js';
import type { RowTable } from '../datasets/recorded-rows.js';

export const KNOTS = 256;
/** A feature that hardly varies is scaled by this at least: tiny changes of it are no surprise. */
const LEAST_SPREAD = 0.1;

export interface InputScales {
  readonly medians: Float32Array;
  readonly spreads: Float32Array;
  readonly quantiles: Float32Array;
}

/** Median, spread and quantile knots of each model input, over the rows where it is known. */
export function fitScales(table: RowTable): InputScales {
  const inputs = INPUT_COLUMNS.length;
  const scales = { medians: new Float32Array(inputs), spreads: new Float32Array(inputs), quantiles: new Float32Array(inputs * KNOTS) };
  for (const [input, column] of INPUT_COLUMNS.entries()) {
    const sorted = knownValues(table, column).sort();
    const at = (probability: number) => sorted[Math.round(probability * Math.max(0, sorted.length - 1))] ?? 0;
    scales.medians[input] = at(0.5);
    // The interquartile range of a rare feature is 0: the wider range says what its spread is then.
    scales.spreads[input] = Math.max(LEAST_SPREAD, (at(0.75) - at(0.25)) / 1.349, (at(0.99) - at(0.01)) / 4.65);
    for (let knot = 0; knot < KNOTS; knot += 1) scales.quantiles[input * KNOTS + knot] = at(knot / (KNOTS - 1));
  }
  return scales;
}

function knownValues({ rows, values, known }: RowTable, column: number): Float32Array {
  const out: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const at = row * FEATURES.length + column;
    if (known[at] === 1) out.push(values[at] ?? 0);
  }
  return Float32Array.from(out);
}
