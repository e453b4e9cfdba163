import type { AlertStatus, Incident, Triage, Verdict } from './alert.js';

export interface OwnValues {
  /** Null: not decided, everyone's shows. */
  readonly status: Exclude<AlertStatus, 'withdrawn'> | null;
  /** Wall clock of the status. */
  readonly statusAtMs: number;
  readonly assignee: string | null;
  readonly mutedUntilMs: number | null;
  readonly muteReason: string | null;
  readonly feedback: Verdict | null;
}

/** What one organisation made of an incident; nobody else sees it. */
export interface OwnState extends OwnValues {
  readonly organisationId: string;
  readonly incidentId: string;
  readonly updatedAtMs: number;
  /** The incident's own at the last change: grows with each. */
  readonly revision: number;
  /** What the last decision changed, while it can be taken back. */
  readonly undo: { readonly values: OwnValues; readonly suppressionId: string | null } | null;
}

/** Whose state it is where a suppression holds for everyone. */
export const EVERYONE = '*';

export const NOTHING_DECIDED: OwnValues = {
  status: null,
  statusAtMs: 0,
  assignee: null,
  mutedUntilMs: null,
  muteReason: null,
  feedback: null,
};

type Base = Pick<Incident, 'status' | 'triage'>;

/**
 * The status that an organisation sees: withdrawn by the pipeline; else the later of what it decided itself and what an operator decided for everyone;
 * else what a suppression for everyone made of it. The SQL of `shown-status.ts` says the same.
 */
export function shownStatus({ status, triage }: Base, own: OwnValues | null, everyone: OwnValues | null): AlertStatus {
  if (status === 'withdrawn') return status;
  const isOwnLater = status === 'open' || (own?.statusAtMs ?? 0) >= (triage?.decidedAtMs ?? 0);
  if (own?.status != null && isOwnLater) return own.status;
  return status === 'open' ? (everyone?.status ?? status) : status;
}

/** An incident as one organisation sees it. */
export function seenIncident(incident: Incident, own: OwnState | null, everyone: OwnState | null): Incident {
  const triage: Triage = {
    ...incident.triage,
    assignee: own?.assignee ?? incident.triage?.assignee ?? null,
    mutedUntilMs: laterOf(own?.mutedUntilMs ?? null, incident.triage?.mutedUntilMs ?? null),
    muteReason: own?.muteReason ?? incident.triage?.muteReason ?? null,
    feedback: own?.feedback ?? incident.triage?.feedback ?? null,
    stateRevision: own?.revision ?? 0,
  };
  return { ...incident, status: shownStatus(incident, own, everyone), triage };
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

export function valuesOf({ status, statusAtMs, assignee, mutedUntilMs, muteReason, feedback }: OwnValues): OwnValues {
  return { status, statusAtMs, assignee, mutedUntilMs, muteReason, feedback };
}
