import type { Head } from './head.js';
import type { Forest } from './isolation-forest.js';
import type { SequenceModel } from './sequence-model.js';

/** A trained scorer as numbers. Arrays are in order of the model's inputs (INPUT_COLUMNS) unless they say otherwise. */
export interface ModelBundle {
  readonly id: string;
  readonly schema: string;
  /** Robust scale of each input: (x − median) / spread, clipped at ±8. */
  readonly medians: Float32Array;
  readonly spreads: Float32Array;
  /** Median of each input's squared error in training: no wide input owns the score. */
  readonly residualMedians: Float32Array;
  /** Quantile knots of each raw input, `knots` values each, ascending. */
  readonly quantiles: Float32Array;
  readonly knots: number;
  readonly forest: Forest;
  readonly head: Head;
  /** Null: too few traces to learn one from. */
  readonly sequence: SequenceModel | null;
  /** Weight of each part (PARTS) in the combination, for each kind of input (INPUT_KINDS). */
  readonly weights: readonly (readonly number[])[];
  /** Tail of each part in each segment (SEGMENTS), for each kind of input (INPUT_KINDS). */
  readonly tails: readonly (readonly (readonly PartTail[])[])[];
  /** Transactions a day that the alert budget is counted in: at least 10,000. */
  readonly transactionsPerDay: number;
  readonly trainedUntil: number;
}

/** p-values of one part: quantiles of the calibration scores, and above them a generalised Pareto tail. */
export interface PartTail {
  /** Calibration scores at evenly spaced probabilities, ascending. */
  readonly quantiles: Float32Array;
  readonly threshold: number;
  /** Share of calibration scores above the threshold. */
  readonly share: number;
  readonly scale: number;
  readonly shape: number;
}

export const PARTS = ['autoencoder', 'ecod', 'forest', 'head', 'sequence'] as const;
export type Part = (typeof PARTS)[number];

/** Asked of every transaction: what the second stage says is of those alone that these find strange, so that its share below a line means nothing. */
export const FIRST_STAGE: readonly Part[] = PARTS.filter((part) => part !== 'sequence');
