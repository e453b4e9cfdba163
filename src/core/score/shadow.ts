import { FEATURES } from '../features/schema.js';
import { SCORE_ALERTS_PER_DAY } from './alert-line.js';
import type { KeptScore } from './drift.js';
import type { ScorableRows, Scorer } from './scorer.js';
import { budgetRisk } from './tail.js';

/** How a shadow scores what the champion scored before. */
export interface ShadowComparison {
  readonly modelId: string;
  /** Of risk. */
  readonly meanDifference: number;
  readonly largestDifference: number;
  /** Transactions at or above the line of each model's alert budget. */
  readonly aboveLine: { readonly champion: number; readonly shadow: number };
}

export function compareShadow(recent: readonly KeptScore[], champion: Scorer, shadow: Scorer): ShadowComparison {
  const { risk } = shadow.score(rowsOf(recent));
  const differences = recent.map((kept, row) => Math.abs((risk[row] ?? 0) - kept.risk));
  const lineOf = ({ bundle }: Scorer) => budgetRisk(bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY);
  return {
    modelId: shadow.bundle.id,
    meanDifference: differences.reduce((sum, one) => sum + one, 0) / Math.max(1, differences.length),
    largestDifference: differences.reduce((most, one) => Math.max(most, one), 0),
    aboveLine: {
      champion: recent.filter((kept) => kept.risk >= lineOf(champion)).length,
      shadow: risk.filter((one) => one >= lineOf(shadow)).length,
    },
  };
}

/** Kept vectors as rows that can be scored again: NaN says that a feature was not known. */
export function rowsOf(kept: readonly Pick<KeptScore, 'features' | 'segment' | 'calls'>[]): ScorableRows {
  const values = new Float32Array(kept.length * FEATURES.length);
  const known = new Uint8Array(values.length);
  for (const [row, { features }] of kept.entries())
    for (let column = 0; column < FEATURES.length; column += 1) {
      const value = features[column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      values[row * FEATURES.length + column] = value;
      known[row * FEATURES.length + column] = 1;
    }
  return {
    rows: kept.length,
    values,
    known,
    segments: Uint8Array.from(kept, ({ segment }) => segment),
    sequenceOf: (row) => kept[row]?.calls ?? null,
  };
}
