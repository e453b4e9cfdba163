import type { Alert, Incident } from '../../core/alert/alert.js';
import { EVERYONE, NOTHING_DECIDED, type OwnState, shownStatus } from '../../core/alert/own-state.js';
import type { OwnViews } from '../../core/alert/own-view.js';
import type { Json } from '../../core/detect/finding.js';
import type { AlertChange, TimelineEntry } from '../../ports/control-store.js';
import { NO_SILENCE, type Silence, silenceFor, silenceOf, storedSilences, writeSilences } from './alert-silences.js';
import { incidentOf } from './incident-rows.js';
import { ownStatesOf, writeOwnStates } from './own-states.js';
import type { Sql } from './sql.js';
import { standingSuppressions } from './suppressions.js';
import { writeTimeline } from './timeline.js';

type NewEvent = AlertChange['events'][number];
type States = ReadonlyMap<string, OwnState>;

const NO_STATES: States = new Map();

/**
 * What organisations see otherwise, put beside the events that are about to be written: their own decisions, mutes and suppressions, as they stand inside the
 * writers' lock. Nobody has to hear of a suppression first: from its commit on no alert is written without it.
 */
export async function withOwnViews(
  tx: Sql,
  changes: readonly AlertChange[],
  written: readonly Incident[],
  nowMs: number,
): Promise<readonly AlertChange[]> {
  const alerts = changes.flatMap((change) => change.alerts);
  const ids = [...new Set([...written.map(({ id }) => id), ...alerts.map(({ incidentId }) => incidentId)])];
  if (ids.length === 0) return changes;
  const created = changes.flatMap(createdBy);
  const states = await ownStatesOf(tx, ids);
  const silences = await storedSilences(
    tx,
    alerts.map(({ id }) => id),
  );
  const suppressions = await standingSuppressions(
    tx,
    created.map(({ finding }) => finding),
    nowMs,
  );
  if (states.size === 0 && silences.size === 0 && suppressions.length === 0) return changes;
  for (const alert of created) silences.set(alert.id, silenceOf(alert, suppressions));
  const incidents = new Map([...(await stored(tx, ids)), ...written].map((incident) => [incident.id, incident]));
  const moves = new Moves(states, silences, nowMs);
  const viewed = changes.map((change) => {
    for (const incident of incidents.values()) moves.take(incident, change);
    return {
      ...change,
      events: change.events.map((event) => ({ ...event, own: ownOf(event, change, incidents, states, silences, nowMs) })),
    };
  });
  await writeSilences(tx, created, silences);
  await writeOwnStates(tx, moves.moved());
  await writeTimeline(tx, moves.said);
  return viewed;
}

async function stored(tx: Sql, ids: readonly string[]): Promise<readonly Incident[]> {
  return (await tx.query('select body from incidents where id = any($1::text[])', [ids])).map(incidentOf);
}

/** The alerts that a change raises, newly or again. */
function createdBy({ alerts, events }: AlertChange): readonly Alert[] {
  const ids = new Set(events.flatMap(({ type, payload }) => (type === 'alert.created' ? [textAt(payload, 'id')] : [])));
  return alerts.filter(({ id }) => ids.has(id));
}

/** What new alerts make of organisations' states: what was closed is open again, what is silent from the start is no work for anybody. */
class Moves {
  readonly said: TimelineEntry[] = [];
  private readonly changed = new Map<string, OwnState>();

  constructor(
    private readonly states: Map<string, Map<string, OwnState>>,
    private readonly silences: ReadonlyMap<string, Silence>,
    private readonly nowMs: number,
  ) {}

  moved(): readonly OwnState[] {
    return [...this.changed.values()];
  }

  take(incident: Incident, change: AlertChange): void {
    const created = createdBy(change).filter(({ incidentId }) => incidentId === incident.id);
    if (created.length === 0) return;
    const isNew = change.events.some(({ type, payload }) => type === 'incident.opened' && textAt(payload, 'id') === incident.id);
    const known = this.states.get(incident.id) ?? new Map<string, OwnState>();
    this.states.set(incident.id, known);
    const silences = created.map(({ id }) => this.silences.get(id) ?? NO_SILENCE);
    for (const organisationId of new Set([...known.keys(), ...silences.flatMap((silence) => [...silence.keys()])])) {
      const isSilent = silences.every((silence) => silenceFor(silence, organisationId)?.kind === 'false_positive');
      const state = known.get(organisationId);
      const isClosed = state?.status === 'resolved' || state?.status === 'false_positive';
      if (isClosed && !isSilent) this.set(known, incident, { organisationId, status: 'open' });
      if (isNew && isSilent && state === undefined) this.set(known, incident, { organisationId, status: 'false_positive' });
    }
  }

  private set(known: Map<string, OwnState>, { id, revision }: Incident, to: Pick<OwnState, 'organisationId' | 'status'>): void {
    const { nowMs } = this;
    const values = known.get(to.organisationId) ?? { ...NOTHING_DECIDED, incidentId: id };
    const state: OwnState = { ...values, ...to, incidentId: id, statusAtMs: nowMs, updatedAtMs: nowMs, revision, undo: null };
    known.set(to.organisationId, state);
    this.changed.set(`${id}:${to.organisationId}`, state);
    const isBack = to.status === 'open';
    this.said.push({
      incidentId: id,
      organisationId: to.organisationId === EVERYONE ? null : to.organisationId,
      atMs: nowMs,
      kind: isBack ? 'reopened' : 'suppressed',
      actor: null,
      text: isBack
        ? 'Open again: a finding came after it was closed'
        : 'Closed from the start: all of it is suppressed as a false positive',
    });
  }
}

function ownOf(
  event: NewEvent,
  change: AlertChange,
  incidents: ReadonlyMap<string, Incident>,
  states: ReadonlyMap<string, States>,
  silences: ReadonlyMap<string, Silence>,
  nowMs: number,
): OwnViews | null {
  const { type, payload, organisationId: owner } = event;
  const isAlert = type.startsWith('alert.');
  const incident = incidents.get(textAt(payload, isAlert ? 'incidentId' : type.startsWith('incident.') ? 'id' : '-'));
  if (incident === undefined) return null;
  const known = states.get(incident.id) ?? NO_STATES;
  // An incident's event is as silent as all that is new in it.
  const about = isAlert
    ? [textAt(payload, 'id')]
    : createdBy(change).flatMap(({ id, incidentId }) => (incidentId === incident.id ? [id] : []));
  const heard = about.map((id) => silences.get(id) ?? NO_SILENCE);
  const organisations = [...new Set([...known.keys(), ...heard.flatMap((silence) => [...silence.keys()])])].filter(
    (organisationId) => owner === null || organisationId === owner || organisationId === EVERYONE,
  );
  if (organisations.length === 0) return null;
  return Object.fromEntries(
    organisations.map((organisationId) => {
      const own = organisationId === EVERYONE ? null : (known.get(organisationId) ?? null);
      const silent = heard.map((silence) => silenceFor(silence, organisationId));
      const [first] = silent;
      const isMuted = (own?.mutedUntilMs ?? 0) > nowMs || (silent.length > 0 && silent.every((each) => each !== null));
      const status = shownStatus(incident, own, known.get(EVERYONE) ?? null);
      const isFalse = isAlert && first?.kind === 'false_positive';
      return [
        organisationId,
        {
          ...(textAt(payload, 'status') === 'withdrawn' ? {} : { status: isFalse ? 'false_positive' : status }),
          ...(isAlert || own === null ? {} : { assignee: own.assignee, mutedUntil: timeOf(own.mutedUntilMs), stateRevision: own.revision }),
          ...(isAlert && first != null ? { suppressedBy: first.id } : {}),
          ...(isMuted ? { muted: true } : {}),
        },
      ];
    }),
  );
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function textAt(payload: Json, field: string): string {
  const value: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, field) : undefined;
  return typeof value === 'string' ? value : '';
}
