import type { AlertStatus, Incident, Triage, Verdict } from './alert.js';
import { NOTHING_DECIDED, type OwnState, type OwnValues, seenIncident, valuesOf } from './own-state.js';

/** What a decision changes; what it does not name stays. */
export interface Decided {
  readonly status?: Exclude<AlertStatus, 'withdrawn' | 'open'>;
  readonly assignee?: string | null;
  readonly mute?: { readonly untilMs: number | null; readonly reason: string | null };
  readonly feedback?: Verdict;
}

export interface DecidedState {
  readonly state: OwnState;
  /** As the organisation sees it now. */
  readonly incident: Incident;
}

interface On {
  readonly incident: Incident;
  readonly own: OwnState | null;
  readonly everyone: OwnState | null;
}

/** One organisation's decision on top of what it decided before. `suppressionId`: of what came with it, lifted when it is taken back. */
export function decideOwn(on: On, organisationId: string, decided: Decided, nowMs: number, suppressionId: string | null): DecidedState {
  const before = on.own === null ? NOTHING_DECIDED : valuesOf(on.own);
  const { status, assignee, mute, feedback } = decided;
  const values: OwnValues = {
    ...before,
    ...(status === undefined ? {} : { status, statusAtMs: nowMs }),
    ...(assignee === undefined ? {} : { assignee }),
    ...(mute === undefined ? {} : { mutedUntilMs: mute.untilMs, muteReason: mute.reason }),
    ...(feedback === undefined ? {} : { feedback }),
  };
  return changed(on, organisationId, values, { values: before, suppressionId }, nowMs);
}

/** Back to before the last decision; null where there is none that can be taken back, or another change came after it. */
export function undoOwn(
  on: On,
  organisationId: string,
  revision: number,
  nowMs: number,
): (DecidedState & { readonly lifts: string | null }) | null {
  const { own } = on;
  if (own === null || own.undo === null || own.revision !== revision) return null;
  const { values, suppressionId } = own.undo;
  // A status that comes back is as new as one that was decided: whoever waits for it begins to wait again.
  const back = values.status === own.status ? values : { ...values, statusAtMs: nowMs };
  return { ...changed(on, organisationId, back, null, nowMs), lifts: suppressionId };
}

function changed(
  { incident, everyone }: On,
  organisationId: string,
  values: OwnValues,
  undo: OwnState['undo'],
  nowMs: number,
): DecidedState {
  const revision = incident.revision + 1;
  const state: OwnState = { ...values, organisationId, incidentId: incident.id, updatedAtMs: nowMs, revision, undo };
  return { state, incident: seenIncident({ ...incident, revision }, state, everyone) };
}

/** A decision that holds for everyone. */
export function decideForEveryone(incident: Incident, { status, assignee, mute, feedback }: Decided, nowMs: number): Incident {
  const before: Triage = incident.triage ?? { assignee: null, mutedUntilMs: null };
  const triage: Triage = {
    ...before,
    ...(assignee === undefined ? {} : { assignee }),
    ...(mute === undefined ? {} : { mutedUntilMs: mute.untilMs, muteReason: mute.reason }),
    ...(feedback === undefined ? {} : { feedback }),
    ...(status === undefined ? {} : { decidedAtMs: nowMs }),
  };
  return { ...incident, status: status ?? incident.status, revision: incident.revision + 1, triage };
}
