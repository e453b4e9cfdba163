import type { Moment } from '../../src/core/state/state-table.js';

/** A moment in which nothing is labelled and nothing was found, unless said otherwise. */
export function momentOf(blockNumber: number, timestamp: number, parts: Partial<Moment> = {}): Moment {
  return { blockNumber, timestamp, labelsOf: () => [], findings: [], ...parts };
}
