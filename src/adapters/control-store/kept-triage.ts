import type { Alert, Incident } from '../../core/alert/alert.js';
import type { Json } from '../../core/detect/finding.js';
import type { AlertChange } from '../../ports/control-store.js';
import { jsonOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

type JsonObject = { readonly [key: string]: Json };
type NewEvent = AlertChange['events'][number];

/** What people decided in the meantime, put over what the pipeline is about to write and to tell. */
export interface KeptTriage {
  incident(incident: Incident): Incident;
  /** Someone is on the incident, and so on what comes to it. */
  alert(alert: Alert): Alert;
  /** `statuses`: of the alerts that were written, as they are now. */
  event(event: NewEvent, statuses: ReadonlyMap<string, string>): NewEvent;
}

export const NOTHING_KEPT: KeptTriage = {
  incident: (incident) => incident,
  alert: (alert) => alert,
  event: (event, statuses) => (isObject(event.payload) ? { ...event, payload: withStatus(event, event.payload, statuses) } : event),
};

/**
 * The pipeline works on incidents as it read them; a person may have changed one since. Read inside the writers' lock, so that what is kept is final.
 * Revisions are moved past the stored ones: each is told outside once, under an id of its own.
 */
export async function keptTriage(tx: Sql, incidents: readonly Incident[], nowMs: number): Promise<KeptTriage> {
  const rows = await tx.query('select id, body from incidents where id = any($1::text[])', [incidents.map(({ id }) => id)]);
  const stored = new Map(rows.map((row) => [textOf(row, 'id'), jsonOf<Incident>(row, 'body')]));
  const shifts = new Map(incidents.map(({ id, revision }) => [id, Math.max(0, (stored.get(id)?.revision ?? -1) + 1 - revision)] as const));
  const isMuted = (id: Json | undefined) => (stored.get(String(id))?.triage?.mutedUntilMs ?? 0) > nowMs;
  return {
    incident(incident) {
      const before = stored.get(incident.id);
      if (before === undefined) return incident;
      const revision = incident.revision + (shifts.get(incident.id) ?? 0);
      const kept = { ...incident, status: statusOf(before.status, incident.status), revision };
      return before.triage === undefined ? kept : { ...kept, triage: before.triage };
    },
    alert(alert) {
      const isTaken = alert.status === 'open' && stored.get(alert.incidentId)?.status === 'acknowledged';
      return isTaken ? { ...alert, status: 'acknowledged' } : alert;
    },
    event(event, statuses) {
      const { payload, type } = event;
      if (!isObject(payload)) return event;
      if (type.startsWith('alert.')) {
        const muted = isMuted(payload['incidentId']) ? { muted: true } : {};
        return { ...event, payload: { ...withStatus(event, payload, statuses), ...muted } };
      }
      const before = type.startsWith('incident.') ? stored.get(String(payload['id'])) : undefined;
      return before === undefined ? event : { ...event, payload: { ...payload, ...keptOf(before, payload, isMuted(before.id)) } };
    },
  };

  function keptOf(before: Incident, payload: JsonObject, muted: boolean): JsonObject {
    const mutedUntilMs = before.triage?.mutedUntilMs ?? null;
    return {
      revision: Number(payload['revision']) + (shifts.get(before.id) ?? 0),
      status: statusOf(before.status, payload['status'] ?? before.status),
      assignee: before.triage?.assignee ?? null,
      mutedUntil: mutedUntilMs === null ? null : new Date(mutedUntilMs).toISOString(),
      ...(muted ? { muted } : {}),
    };
  }
}

/** The pipeline withdraws and brings back; every other status is a person's, and stays. */
function statusOf<T extends Json>(before: T, status: T): T {
  return status === 'withdrawn' || before === 'withdrawn' ? status : before;
}

/** An alert that comes and goes within one batch is told as it was at each step; of the others, the status is as written. */
function withStatus(event: NewEvent, payload: JsonObject, statuses: ReadonlyMap<string, string>): JsonObject {
  const now = event.type.startsWith('alert.') && payload['status'] !== 'withdrawn' ? statuses.get(String(payload['id'])) : undefined;
  return now === undefined || now === 'withdrawn' ? payload : { ...payload, status: now };
}

function isObject(payload: Json): payload is JsonObject {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}
