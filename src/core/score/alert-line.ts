/** Where a score becomes an alert of its own: the same for what was mined and for what is about to be signed. */

/** Transactions a day that may pass the line. */
export const SCORE_ALERTS_PER_DAY = 5;

/** Transactions a chain must have shown before its histories mean anything; below, a high score is often only a cold start. */
export const WARM_TRANSACTIONS = 5_000;
