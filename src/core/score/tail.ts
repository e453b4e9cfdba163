import type { PartTail } from './model-bundle.js';

const KNOTS = 401;
const TAIL_QUANTILE = 0.98;
/** Below this many scores a tail says nothing, and the whole sample's is used instead. */
export const MIN_TAIL_SAMPLE = 200;

function quantile(sorted: Float32Array, probability: number): number {
  const at = probability * (sorted.length - 1);
  const low = Math.floor(at);
  const a = sorted[low] ?? 0;
  const b = sorted[Math.min(sorted.length - 1, low + 1)] ?? a;
  return a + (b - a) * (at - low);
}

/**
 * Fits the tail of a part's calibration scores: quantiles below, above the 98th percentile a generalised Pareto distribution by probability-weighted moments
 * (Hosking & Wallis 1987), its shape kept in [0, 0.5]: heavier never ends, lighter has an end point that a new attack would pass.
 */
export function fitTail(scores: Float32Array): PartTail {
  const sorted = Float32Array.from(scores).sort();
  const quantiles = Float32Array.from({ length: KNOTS }, (_, i) => quantile(sorted, i / (KNOTS - 1)));
  const threshold = quantile(sorted, TAIL_QUANTILE);
  const excess = sorted.filter((score) => score > threshold).map((score) => score - threshold);
  const n = excess.length;
  const first = excess.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
  const second = excess.reduce((sum, value, i) => sum + (1 - (i + 0.65) / n) * value, 0) / Math.max(1, n);
  const fitted = first - 2 * second > 1e-9 ? 2 - first / (first - 2 * second) : 0;
  const shape = Math.max(0, Math.min(0.5, fitted));
  const scale = Math.max(1e-6, shape === 0 ? first : first * (1 - shape));
  return { quantiles, threshold, share: Math.max(n, 1) / Math.max(1, sorted.length), scale, shape };
}

/** P(score ≥ s) for calibration traffic. Never 0: the tail goes on. */
export function pValue(tail: PartTail, score: number): number {
  if (score > tail.threshold) {
    const excess = (score - tail.threshold) / tail.scale;
    const survival = tail.shape < 1e-6 ? Math.exp(-excess) : (1 + tail.shape * excess) ** (-1 / tail.shape);
    return Math.max(1e-300, tail.share * survival);
  }
  let low = 0;
  let high = tail.quantiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tail.quantiles[middle] ?? 0) <= score) low = middle + 1;
    else high = middle;
  }
  return Math.max(tail.share, 1 - Math.max(0, low - 1) / (tail.quantiles.length - 1));
}

/** Cauchy combination (Liu & Xie 2020): valid whatever the parts' dependence. A part that says nothing (NaN) has no weight; weights are equal unless given. */
export function combineCauchy(pValues: ArrayLike<number>, weights?: readonly number[]): number {
  let [sum, whole] = [0, 0];
  for (let i = 0; i < pValues.length; i += 1) {
    const p = pValues[i] ?? Number.NaN;
    const weight = weights?.[i] ?? 1;
    if (Number.isNaN(p) || weight === 0) continue;
    whole += weight;
    sum += weight * (p < 1e-12 ? 1 / (p * Math.PI) : Math.tan((0.5 - Math.min(p, 1 - 1e-12)) * Math.PI));
  }
  if (whole === 0) return 1;
  const mean = sum / whole;
  // For a huge mean the arctangent loses all digits: its series is exact enough there.
  return mean > 1e12 ? 1 / (mean * Math.PI) : 0.5 - Math.atan(mean) / Math.PI;
}

/** −log10 p against the chain's traffic: 100 means less than once in ten days. */
export function riskOf(p: number, transactionsPerDay: number): number {
  return riskAt(-Math.log10(p), transactionsPerDay);
}

export function riskAt(surprise: number, transactionsPerDay: number): number {
  return Math.round(100 * Math.max(0, Math.min(1, surprise / Math.log10(transactionsPerDay / 0.1))));
}

/** The risk above which `alertsPerDay` transactions are expected. */
export function budgetRisk(transactionsPerDay: number, alertsPerDay: number): number {
  return Math.ceil((100 * Math.log10(transactionsPerDay / alertsPerDay)) / Math.log10(transactionsPerDay / 0.1));
}
