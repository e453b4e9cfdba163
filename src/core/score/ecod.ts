import type { Direction } from '../features/feature.js';
import { FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import type { ModelBundle } from './model-bundle.js';

/** Empirical tail probabilities by feature (ECOD, Li et al. 2022), only the tail that the direction names; the six strongest count, so that many mild features do not add up to an alarm. */
const ECOD_TOP = 6;

/** Features are logarithms, shares and flags: half a unit is the least that counts as a range. */
const LEAST_RANGE = 0.5;

/** Knots below a value; with `withEqual`, those that equal it as well. */
function knotsBelow(quantiles: Float32Array, offset: number, knots: number, value: number, withEqual: boolean): number {
  let low = 0;
  let high = knots;
  while (low < high) {
    const middle = (low + high) >> 1;
    const knot = quantiles[offset + middle] ?? 0;
    if (knot < value || (withEqual && knot === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** −log10 of the tail probability of one raw value against its training quantiles. */
export function tailSurprise(quantiles: Float32Array, offset: number, knots: number, direction: Direction, value: number): number {
  const up = direction === 'down' ? 1 : (knots - knotsBelow(quantiles, offset, knots, value, false) + 0.5) / (knots + 1);
  const down = direction === 'up' || direction === 'flag' ? 1 : (knotsBelow(quantiles, offset, knots, value, true) + 0.5) / (knots + 1);
  const tail = direction === 'up' || direction === 'flag' ? up : direction === 'down' ? down : Math.min(1, 2 * Math.min(up, down));
  let surprise = -Math.log10(Math.min(1, tail));
  // Beyond the training range the count is used up; the distance goes on, in units of the range. A feature that never varied in training says that it is new, not more.
  const [least, most] = [quantiles[offset] ?? 0, quantiles[offset + knots - 1] ?? 0];
  const range = Math.max(LEAST_RANGE, most - least);
  if (value > most && direction !== 'down') surprise += (value - most) / range;
  if (value < least && direction !== 'up') surprise += (least - value) / range;
  return surprise;
}

const DIRECTIONS = INPUT_COLUMNS.map((column) => FEATURES[column]?.direction ?? 'both');

/** What a zero of each input says: most values are zero. */
const OF_ZERO = new WeakMap<Float32Array, Float32Array>();

function surprisesOfZero({ quantiles, knots }: Pick<ModelBundle, 'quantiles' | 'knots'>): Float32Array {
  const known = OF_ZERO.get(quantiles);
  if (known !== undefined) return known;
  const made = Float32Array.from(INPUT_COLUMNS, (_, i) => tailSurprise(quantiles, i * knots, knots, DIRECTIONS[i] ?? 'both', 0));
  OF_ZERO.set(quantiles, made);
  return made;
}

/** Surprises of each known input of a row, in input order. */
export function surprises(
  bundle: Pick<ModelBundle, 'quantiles' | 'knots'>,
  values: Float32Array,
  known: Uint8Array,
  row: number,
  out = new Float32Array(INPUT_COLUMNS.length),
): Float32Array {
  const ofZero = surprisesOfZero(bundle);
  for (let i = 0; i < out.length; i += 1) {
    const at = row * FEATURES.length + (INPUT_COLUMNS[i] ?? 0);
    const value = values[at] ?? 0;
    if (known[at] === 0) out[i] = 0;
    else if (value === 0) out[i] = ofZero[i] ?? 0;
    else out[i] = tailSurprise(bundle.quantiles, i * bundle.knots, bundle.knots, DIRECTIONS[i] ?? 'both', value);
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
  const own = new Float32Array(INPUT_COLUMNS.length);
  const strongest = new Float32Array(ECOD_TOP);
  for (let row = 0; row < rows; row += 1) {
    surprises(bundle, values, known, row, own);
    strongest.fill(0);
    for (const one of own) {
      if (one <= (strongest[ECOD_TOP - 1] ?? 0)) continue;
      let at = ECOD_TOP - 1;
      for (; at > 0 && (strongest[at - 1] ?? 0) < one; at -= 1) strongest[at] = strongest[at - 1] ?? 0;
      strongest[at] = one;
    }
    for (let i = 0; i < ECOD_TOP; i += 1) scores[row] = (scores[row] ?? 0) + (strongest[i] ?? 0);
  }
  return scores;
}
