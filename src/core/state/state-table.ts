import type { Address } from '../chain/block.js';
import type { InspectedTransaction, Label } from '../detect/detector.js';
import { type Party, type Severity, type Stage, severityRank } from '../detect/finding.js';
import type { JournaledMap } from './journaled-map.js';

/** What a detector said of the transaction that is taken in: enough for tables that remember findings. */
export interface FindingNote {
  readonly detectorId: string;
  readonly stage: Stage;
  readonly severity: Severity;
  readonly subject: Party;
  readonly parties: readonly Party[];
}

/** When and in which light a transaction is taken in. */
export interface Moment {
  readonly blockNumber: number;
  /** Chain seconds: the block's time, never the wall clock. */
  readonly timestamp: number;
  labelsOf(address: Address): readonly Label[];
  /** What was found in this transaction. */
  readonly findings: readonly FindingNote[];
}

/**
 * One subject of the rolling memory. Its maps, by names that stay (snapshots hold them), are journaled and bounded; everything that it knows is in them, so that undo,
 * snapshot and replay need no word of it.
 */
export interface StateTable {
  /** Whether it learns what is usual: an attack does not teach it. */
  readonly learnsHabits?: boolean;
  readonly maps: Readonly<Record<string, JournaledMap<unknown>>>;
  /** Takes a transaction in, after its features and detectors were computed. */
  apply(tx: InspectedTransaction, moment: Moment): void;
}

/** Whether detectors of exploits found something grave: what an attacker does once must not be usual the next time (DETECTION §3). */
export function isAttack(findings: readonly FindingNote[]): boolean {
  return findings.some(({ stage, severity }) => stage === 'exploit' && severityRank(severity) >= severityRank('high'));
}
