import type { Direction } from '../features/feature.js';

/** Empirical tail probabilities by feature (ECOD, Li et al. 2022), only the tail that the direction names; the six strongest count, so that many mild features do not add up to an alarm. */
export const ECOD_TOP = 6;

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
