import type { Scorer } from './scorer.js';

/** The models that score. They may change between two blocks, never within one: read them once a block. */
export interface Scoring {
  /** Its score is the transaction's. Null: no model is installed. */
  readonly scorer: Scorer | null;
  /** A candidate that scores beside it, and is only compared. */
  readonly shadow: Scorer | null;
}

export const NO_SCORING: Scoring = { scorer: null, shadow: null };
