import type { Incident } from '../../core/alert/alert.js';
import type { Json } from '../../core/detect/finding.js';
import type { AlertChange } from '../../ports/control-store.js';
import { jsonOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

type NewEvent = AlertChange['events'][number];

/** What people decided in the meantime, put over what the pipeline is about to write and to tell. */
export interface KeptTriage {
  incident(incident: Incident): Incident;
  event(event: NewEvent): NewEvent;
}

export const NOTHING_KEPT: KeptTriage = { incident: (incident) => incident, event: (event) => event };

/**
 * The pipeline works on incidents as it read them; a person may have changed one since. Read inside the writers' lock, so that what is kept is final.
 * Revisions are moved past the stored ones: each is told outside once, under an id of its own.
 */
export async function keptTriage(tx: Sql, incidents: readonly Incident[]): Promise<KeptTriage> {
  const rows = await tx.query('select id, body from incidents where id = any($1::text[])', [incidents.map(({ id }) => id)]);
  const stored = new Map(rows.map((row) => [textOf(row, 'id'), jsonOf<Incident>(row, 'body')]));
  const shifts = new Map(incidents.map(({ id, revision }) => [id, Math.max(0, (stored.get(id)?.revision ?? -1) + 1 - revision)] as const));
  return {
    incident(incident) {
      const before = stored.get(incident.id);
      if (before === undefined) return incident;
      const kept = { ...incident, status: statusOf(before, incident.status), revision: incident.revision + (shifts.get(incident.id) ?? 0) };
      return before.triage === undefined ? kept : { ...kept, triage: before.triage };
    },
    event(event) {
      const payload = event.payload;
      if (!event.type.startsWith('incident.') || !isObject(payload)) return event;
      const before = stored.get(String(payload['id']));
      if (before === undefined) return event;
      const revision = Number(payload['revision']) + (shifts.get(before.id) ?? 0);
      const isWithdrawn = payload['status'] === 'withdrawn' || before.status === 'withdrawn';
      return { ...event, payload: { ...payload, revision, status: isWithdrawn ? (payload['status'] ?? 'open') : before.status } };
    },
  };
}

/** The pipeline withdraws and brings back; every other status is a person's, and stays. */
function statusOf(before: Incident, status: Incident['status']): Incident['status'] {
  return status === 'withdrawn' || before.status === 'withdrawn' ? status : before.status;
}

function isObject(payload: Json): payload is { readonly [key: string]: Json } {
  return typeof payload === 'object' && payload !== null && !Array.isArray(payload);
}
