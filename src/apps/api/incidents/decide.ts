import type { AlertStatus, Incident, Triage } from '../../../core/alert/alert.js';
import { incidentView } from '../../../core/alert/views.js';
import type { ControlStore, IncidentChange, OutboundEvent, TimelineEntry } from '../../../ports/control-store.js';
import type { EventLog } from '../../../ports/event-log.js';
import { checksum } from '../../platform/checksum.js';
import { notFound, ProblemError } from '../http/problem.js';

/** A person's decision on one incident: what it changes, and the sentence that the timeline keeps. */
export interface Decision {
  readonly kind: TimelineEntry['kind'];
  readonly actor: string;
  readonly text: string;
  /** Read when the decision's turn has come: decisions that wait for each other keep the order in which they took effect. */
  readonly nowMs: () => number;
  readonly status?: AlertStatus;
  readonly triage?: Partial<Triage>;
}

const UNTOUCHED: Triage = { assignee: null, mutedUntilMs: null };

function changeOf(incident: Incident, decision: Decision): IncidentChange {
  if (incident.status === 'withdrawn') throw new ProblemError(409, 'The incident was withdrawn: its blocks left the chain.');
  const { kind, actor, text, nowMs, status = incident.status, triage } = decision;
  const changed: Incident = {
    ...incident,
    status,
    revision: incident.revision + 1,
    ...(triage === undefined ? {} : { triage: { ...UNTOUCHED, ...incident.triage, ...triage } }),
  };
  return {
    incident: changed,
    timeline: [{ incidentId: incident.id, atMs: nowMs(), kind, actor, text }],
    events: [
      {
        organisationId: changed.organisationId,
        channels: null,
        chainId: changed.chainId,
        type: 'incident.updated',
        blockNumber: changed.lastBlock,
        severity: changed.severity,
        addresses: [changed.subject.address],
        payload: { ...incidentView(changed, checksum), revision: changed.revision },
      },
    ],
  };
}

/** Stores the decision, and tells it to everyone who listens: sockets and channels hear it as they hear the pipeline. */
export async function decide(control: Pick<ControlStore, 'alerts'>, log: EventLog, id: string, decision: Decision): Promise<Incident> {
  let changed: Incident | null = null;
  const events = await control.alerts.changeIncident(id, (incident) => {
    const change = changeOf(incident, decision);
    changed = change.incident;
    return change;
  });
  if (events === null || changed === null) throw notFound('incident');
  await publish(log, events);
  return changed;
}

async function publish(log: EventLog, events: readonly OutboundEvent[]): Promise<void> {
  const [first] = events;
  if (first === undefined) return;
  const chain = String(first.chainId);
  await log.publish('alerts.v1', [
    { key: chain, value: events, headers: { schema: 'alerts.v1', chain, block: String(first.blockNumber) } },
  ]);
}
