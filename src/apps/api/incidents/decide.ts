import type { Incident } from '../../../core/alert/alert.js';
import { type Decided, decideForEveryone, decideOwn, undoOwn } from '../../../core/alert/own-decision.js';
import type { Suppression } from '../../../core/alert/suppression.js';
import { addressesOf, incidentView } from '../../../core/alert/views.js';
import type { ControlStore, IncidentChange, OutboundEvent, TimelineEntry } from '../../../ports/control-store.js';
import type { EventLog } from '../../../ports/event-log.js';
import type { Caller } from '../../platform/caller.js';
import { checksum } from '../../platform/checksum.js';
import { notFound, ProblemError } from '../http/problem.js';

/** A person's decision on one incident: what it changes, and the sentence that the timeline keeps. */
export interface Decision {
  readonly kind: TimelineEntry['kind'];
  readonly text: string;
  readonly decided: Decided;
  readonly isForEveryone: boolean;
  /** A standing order that comes with it. */
  readonly suppression?: Suppression | undefined;
}

export interface DecisionDeps {
  readonly control: Pick<ControlStore, 'alerts' | 'incidents' | 'suppressions'>;
  readonly log: EventLog;
  /** Read when the decision's turn has come: decisions that wait for each other keep the order in which they took effect. */
  readonly nowMs: () => number;
}

type NewEvent = IncidentChange['events'][number];

/** Stores the decision, and tells it to those whom it concerns: sockets and channels hear it as they hear the pipeline. */
export async function decide(deps: DecisionDeps, id: string, caller: Caller, decision: Decision): Promise<Incident> {
  return decision.isForEveryone ? forEveryone(deps, id, caller, decision) : forOne(deps, id, caller, decision);
}

async function forOne({ control, log, nowMs }: DecisionDeps, id: string, caller: Caller, decision: Decision): Promise<Incident> {
  const { organisationId } = caller;
  const { suppression } = decision;
  let seen: Incident | null = null;
  const events = await control.incidents.decide(organisationId, id, (on) => {
    refuseWithdrawn(on.incident);
    const now = nowMs();
    const { state, incident } = decideOwn(on, organisationId, decision.decided, now, suppression?.id ?? null);
    seen = incident;
    return {
      state,
      events: [eventOf(decision, incident, organisationId)],
      timeline: [entryOf(decision, id, caller, organisationId, now)],
      ...(suppression === undefined ? {} : { suppression }),
    };
  });
  if (events === null || seen === null) throw notFound('incident');
  await tell(control, log, events);
  return seen;
}

async function forEveryone({ control, log, nowMs }: DecisionDeps, id: string, caller: Caller, decision: Decision): Promise<Incident> {
  let changed: Incident | null = null;
  const events = await control.alerts.changeIncident(id, (incident) => {
    refuseWithdrawn(incident);
    const now = nowMs();
    changed = decideForEveryone(incident, decision.decided, now);
    return {
      incident: changed,
      events: [eventOf(decision, changed, changed.organisationId)],
      timeline: [entryOf(decision, id, caller, null, now)],
    };
  });
  if (events === null || changed === null) throw notFound('incident');
  if (decision.suppression !== undefined) await control.suppressions.put(decision.suppression);
  await tell(control, log, events);
  const seen = await control.alerts.incident(id, caller.organisationId);
  if (seen === null) throw notFound('incident');
  return seen;
}

/** Takes the organisation's last decision back, and what came with it. */
export async function undo({ control, log, nowMs }: DecisionDeps, id: string, caller: Caller, revision: number): Promise<Incident> {
  const { organisationId, name } = caller;
  let seen: Incident | null = null;
  const events = await control.incidents.decide(organisationId, id, (on) => {
    refuseWithdrawn(on.incident);
    const now = nowMs();
    const undone = undoOwn(on, organisationId, revision, now);
    if (undone === null) throw notUndoable(on.own?.revision ?? 0, on.own?.undo == null, revision);
    const { state, incident, lifts } = undone;
    seen = incident;
    const decision = { kind: 'undone', text: 'Took the last decision back', decided: {}, isForEveryone: false } as const;
    return {
      state,
      events: [eventOf(decision, incident, organisationId)],
      timeline: [entryOf(decision, id, caller, organisationId, now)],
      ...(lifts === null ? {} : { lift: { suppressionId: lifts, by: name, atMs: now } }),
    };
  });
  if (events === null || seen === null) throw notFound('incident');
  await tell(control, log, events);
  return seen;
}

function refuseWithdrawn({ status }: Incident): void {
  if (status === 'withdrawn') throw new ProblemError(409, 'The incident was withdrawn: its blocks left the chain.');
}

function notUndoable(current: number, isNothingLeft: boolean, revision: number): ProblemError {
  if (current === 0) return new ProblemError(409, 'Your organisation decided nothing here: there is nothing to take back.');
  if (current !== revision)
    return new ProblemError(409, `Something else changed it since: it is at revision ${current}. Look at it again, and decide anew.`, [
      { path: '/revision', message: `is not ${current}` },
    ]);
  return new ProblemError(
    409,
    isNothingLeft ? 'The last change cannot be taken back: it was none of a person, or is taken back already.' : 'It cannot be taken back.',
  );
}

function eventOf({ decided }: Pick<Decision, 'decided'>, incident: Incident, organisationId: string | null): NewEvent {
  return {
    organisationId,
    channels: incident.channels,
    chainId: incident.chainId,
    type: typeOf(decided),
    blockNumber: incident.lastBlock,
    severity: incident.severity,
    addresses: addressesOf(incident),
    payload: { ...incidentView(incident, checksum), revision: incident.revision },
  };
}

function typeOf({ status }: Decided): NewEvent['type'] {
  if (status === undefined) return 'incident.updated';
  return status === 'acknowledged' ? 'incident.acknowledged' : 'incident.resolved';
}

function entryOf(
  { kind, text }: Pick<Decision, 'kind' | 'text'>,
  incidentId: string,
  { name }: Caller,
  organisationId: string | null,
  atMs: number,
): TimelineEntry {
  return { incidentId, organisationId, atMs, kind, actor: name, text };
}

/** What cannot be put into the log now is left to tell: the alert stage's process finds it. */
async function tell(control: Pick<ControlStore, 'incidents'>, log: EventLog, events: readonly OutboundEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const chain = String(first.chainId);
  await log.publish('alerts.v1', [
    { key: chain, value: events, headers: { schema: 'alerts.v1', chain, block: String(first.blockNumber) } },
  ]);
  const revision: unknown = typeof first.payload === 'object' && first.payload !== null ? Reflect.get(first.payload, 'revision') : null;
  const id: unknown = typeof first.payload === 'object' && first.payload !== null ? Reflect.get(first.payload, 'id') : null;
  await control.incidents.markTold([`decided:${String(id)}:${String(revision)}`]);
}
