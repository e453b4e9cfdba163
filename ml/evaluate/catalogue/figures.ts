import type { Severity } from '../../../src/core/detect/finding.js';

/** What was found in one transaction, as far as judging needs it. */
export interface Found {
  readonly detectorId: string;
  readonly severity: Severity;
}

export interface AttackRow {
  readonly incident: string;
  readonly transactionHash: string;
  readonly frames: number;
  readonly found: readonly Found[];
  /** By an exploit detector, as high or critical. */
  readonly isNamed: boolean;
}

export interface AttackFigures {
  readonly rows: readonly AttackRow[];
  readonly total: number;
  readonly named: number;
  /** How many attacks each exploit detector names. */
  readonly byDetector: Readonly<Record<string, number>>;
  /** Files that could not be read: they count as attacks that were not named. */
  readonly unreadable: readonly string[];
}

export interface BackgroundFigures {
  readonly transactions: number;
  readonly findings: number;
  /** High or critical. */
  readonly highFindings: number;
  readonly exploitFindings: number;
  /** Of 20 frames and more. */
  readonly complex: { readonly transactions: number; readonly withHighFinding: number };
  readonly ordinary: { readonly transactions: number; readonly withHighFinding: number };
  readonly withTrace: number;
  readonly byDetector: Readonly<Record<string, number>>;
  readonly high: readonly { readonly detectorId: string; readonly transactionHash: string }[];
  /** Median over blocks; per detector the mean over all. */
  readonly microsPerTransaction: number;
  readonly microsByDetector: Readonly<Record<string, number>>;
  readonly failures: number;
  readonly unreadable: readonly string[];
}

export interface LabRow {
  readonly detectorId: string;
  readonly attacks: number;
  readonly named: number;
  readonly twins: number;
  readonly twinsFired: number;
  /** Mean over those named; null: none was. */
  readonly blocksToAlert: number | null;
}

export interface LabFigures {
  readonly attacks: number;
  readonly named: number;
  readonly twins: number;
  readonly twinsFired: number;
  readonly rows: readonly LabRow[];
}

export function isGrave(severity: Severity): boolean {
  return severity === 'high' || severity === 'critical';
}

export function countBy(ids: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const id of ids) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}
