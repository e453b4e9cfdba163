import type { AlertView, IncidentView } from '../../contracts/alert.js';

export type Severity = AlertView['severity'];
export type Status = AlertView['status'];
export type Finality = AlertView['finality'];

/** Worst first: the order in which people read. */
export const SEVERITIES_WORST_FIRST = ['critical', 'high', 'medium', 'low', 'info'] as const satisfies readonly Severity[];

export const SEVERITY_WORD: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};

export const STATUS_WORD: Readonly<Record<Status, string>> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  false_positive: 'False positive',
  withdrawn: 'Withdrawn',
};

export const FINALITY_SENTENCE: Readonly<Record<Finality, string>> = {
  seen: 'Its block was seen, and may still be replaced.',
  safe: 'Its block is safe: replaced only if much of the network fails.',
  finalized: 'Its block is final.',
  withdrawn: 'Its block was replaced: this did not happen on the chain.',
};

export function isActive(status: Status): boolean {
  return status === 'open' || status === 'acknowledged';
}

function rankOf(severity: Severity): number {
  return SEVERITIES_WORST_FIRST.indexOf(severity);
}

/** Worst first, then newest. */
export function byUrgency(a: IncidentView, b: IncidentView): number {
  return rankOf(a.severity) - rankOf(b.severity) || b.updatedAt.localeCompare(a.updatedAt) || a.id.localeCompare(b.id);
}

export function worstAlert(alerts: readonly AlertView[]): AlertView | null {
  const standing = alerts.filter(({ status }) => status !== 'withdrawn');
  const [worst] = [...(standing.length > 0 ? standing : alerts)].sort(
    (a, b) => rankOf(a.severity) - rankOf(b.severity) || (b.risk ?? -1) - (a.risk ?? -1) || a.id.localeCompare(b.id),
  );
  return worst ?? null;
}

const PARTIAL_REASONS: Readonly<Record<string, string>> = {
  'no-model': 'no trained model is installed, so nothing was scored',
  'no-receipts': 'the source has no receipts, so logs were not read',
  'no-traces': 'the source has no call traces, so inner calls were not seen',
  'no-logs': 'the receipts came without logs',
  'traces-incomplete': 'some transactions came without a call trace',
};

/** A reason of the ledger as people say it; one without a wording is shown as it is. */
export function coverageReason(reason: string): string {
  return PARTIAL_REASONS[reason] ?? reason.replaceAll('-', ' ');
}
