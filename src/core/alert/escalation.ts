import { type Severity, severityRank } from '../detect/finding.js';

export interface EscalationStep {
  /** Since the incident waits for somebody. */
  readonly afterMinutes: number;
  /** Ids of the organisation's channels. */
  readonly channels: readonly string[];
}

/** Who hears of an incident that nobody acknowledges. */
export interface EscalationPolicy {
  readonly organisationId: string;
  readonly id: string;
  readonly title: string;
  readonly minSeverity: Severity;
  /** Null: whatever raised it; else ids of detectors, and of monitors. */
  readonly detectors: readonly string[] | null;
  readonly monitors: readonly string[] | null;
  /** Each later than the one before. */
  readonly steps: readonly EscalationStep[];
}

/** Steps whose time has come, of those that were not told. */
export function dueSteps(policy: EscalationPolicy, startedAtMs: number, stepsTold: number, nowMs: number): readonly EscalationStep[] {
  return policy.steps.slice(stepsTold).filter(({ afterMinutes }) => startedAtMs + afterMinutes * 60_000 <= nowMs);
}

/** Whether a policy is about what an incident's alerts were raised by. */
export function concerns(
  { minSeverity, detectors, monitors }: EscalationPolicy,
  severity: Severity,
  raisedBy: readonly { readonly detectorId: string; readonly monitorId: string | null }[],
): boolean {
  if (severityRank(severity) < severityRank(minSeverity)) return false;
  if (detectors === null && monitors === null) return true;
  return raisedBy.some(({ detectorId, monitorId }) =>
    monitorId === null ? (detectors?.includes(detectorId) ?? false) : (monitors?.includes(monitorId) ?? false),
  );
}
