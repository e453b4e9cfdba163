import type { Scorer } from './scorer.js';

/** The models that score. They may change between two blocks, never within one: read them once a block. */
export interface Scoring {
  /** The model that scores a chain: its own, else the champion for all. Null: none is installed. */
  scorerOf(chainId: number): Scorer | null;
  /** A candidate that scores beside the champion, and is only compared. */
  readonly shadow: Scorer | null;
}

export const NO_SCORING: Scoring = { scorerOf: () => null, shadow: null };
