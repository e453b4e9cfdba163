import type { Verdict } from '../../core/alert/alert.js';
import type { OwnState } from '../../core/alert/own-state.js';
import { jsonText } from './json-text.js';
import { jsonOf, nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const STATUSES = ['open', 'acknowledged', 'resolved', 'false_positive'] as const;

export function ownStateOf(row: SqlRow): OwnState {
  const status = nullableTextOf(row, 'status');
  return {
    organisationId: textOf(row, 'organisation_id'),
    incidentId: textOf(row, 'incident_id'),
    status: STATUSES.find((known) => known === status) ?? null,
    statusAtMs: numberOf(row, 'status_at_ms'),
    assignee: nullableTextOf(row, 'assignee'),
    mutedUntilMs: nullableNumberOf(row, 'muted_until_ms'),
    muteReason: nullableTextOf(row, 'mute_reason'),
    feedback: verdictOf(nullableTextOf(row, 'feedback')),
    updatedAtMs: numberOf(row, 'updated_at_ms'),
    revision: numberOf(row, 'revision'),
    undo: row['undo'] === null || row['undo'] === undefined ? null : jsonOf<OwnState['undo']>(row, 'undo'),
  };
}

function verdictOf(text: string | null): Verdict | null {
  return text === 'true_positive' || text === 'false_positive' ? text : null;
}

/** Every organisation's, by incident; `*` is everyone's. */
export async function ownStatesOf(tx: Sql, incidentIds: readonly string[]): Promise<Map<string, Map<string, OwnState>>> {
  const byIncident = new Map<string, Map<string, OwnState>>();
  if (incidentIds.length === 0) return byIncident;
  for (const row of await tx.query('select * from incident_states where incident_id = any($1::text[])', [incidentIds])) {
    const state = ownStateOf(row);
    const states = byIncident.get(state.incidentId);
    if (states === undefined) byIncident.set(state.incidentId, new Map([[state.organisationId, state]]));
    else states.set(state.organisationId, state);
  }
  return byIncident;
}

export async function writeOwnStates(tx: Sql, states: readonly OwnState[]): Promise<void> {
  if (states.length === 0) return;
  await tx.query(
    `insert into incident_states (organisation_id, incident_id, status, status_at_ms, assignee, muted_until_ms, mute_reason, feedback, updated_at_ms, revision, undo)
     select s->>'organisationId', s->>'incidentId', s->>'status', (s->>'statusAtMs')::bigint, s->>'assignee', (s->>'mutedUntilMs')::bigint, s->>'muteReason', s->>'feedback',
            (s->>'updatedAtMs')::bigint, (s->>'revision')::bigint, nullif(s->'undo', 'null'::jsonb)
     from jsonb_array_elements($1::jsonb) as s
     on conflict (organisation_id, incident_id) do update set status = excluded.status, status_at_ms = excluded.status_at_ms, assignee = excluded.assignee,
       muted_until_ms = excluded.muted_until_ms, mute_reason = excluded.mute_reason, feedback = excluded.feedback, updated_at_ms = excluded.updated_at_ms,
       revision = excluded.revision, undo = excluded.undo`,
    [jsonText(states)],
  );
}
