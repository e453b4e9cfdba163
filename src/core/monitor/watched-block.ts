import type { Block } from '../chain/block.js';
import type { DetectContext, InspectedTransaction } from '../detect/detector.js';
import type { Finding } from '../detect/finding.js';

/** A block with what was made of it: scores, and findings of the catalogue and of what could not be looked at. */
export interface WatchedBlock {
  readonly block: Block;
  readonly transactions: readonly InspectedTransaction[];
  readonly ctx: DetectContext;
  readonly findings: readonly Finding[];
  /** Highest risk of the block; null: nothing was scored. */
  readonly maxRisk: number | null;
  riskOf(row: number): number | null;
  /** Known features by id. */
  featuresOf(row: number): Readonly<Record<string, number>>;
}
