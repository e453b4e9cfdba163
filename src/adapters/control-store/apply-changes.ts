import type { Alert, Incident } from '../../core/alert/alert.js';
import type { AlertChange, OutboundEvent } from '../../ports/control-store.js';
import { CHECKPOINT_UPSERT } from './cursors.js';
import { eventOfRow } from './event-rows.js';
import { jsonText } from './json-text.js';
import { keptTriage, NOTHING_KEPT } from './kept-triage.js';
import { withOwnViews } from './own-views.js';
import { textOf } from './rows.js';
import type { Sql } from './sql.js';
import { writeTimeline } from './timeline.js';

const EVENTS_KEPT = 100_000;
/** Serialises writers of outbound events, so that cursors commit in the order they were given: a reader never skips one that comes late. */
export const EVENT_LOCK = 7_046_001;

/** Applies changes in one transaction of a handful of statements, whatever their number. Returns their events, also of those applied before. */
export async function applyChanges(sql: Sql, changes: readonly AlertChange[], nowMs: number): Promise<readonly OutboundEvent[]> {
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [EVENT_LOCK]);
    const ids = changes.map((change) => change.changeId);
    const inserted = await tx.query(
      `insert into applied_changes (change_id, applied_at_ms)
       select id, (extract(epoch from clock_timestamp()) * 1000)::bigint from unnest($1::text[]) as x(id)
       on conflict do nothing returning change_id`,
      [[...new Set(ids)]],
    );
    const isNew = new Set(inserted.map((row) => textOf(row, 'change_id')));
    const fresh = changes.filter((change) => isNew.delete(change.changeId)); // Each once, also where a batch holds it twice.
    if (fresh.length > 0) await write(tx, fresh, nowMs);
    const rows = await tx.query('select * from outbound_events where change_id = any($1::text[]) order by cursor', [ids]);
    return rows.map(eventOfRow);
  });
}

async function write(tx: Sql, changes: readonly AlertChange[], nowMs: number): Promise<void> {
  const incidents = lastById(changes.flatMap((change) => change.incidents));
  const alerts = lastById(changes.flatMap((change) => change.alerts));
  const kept = incidents.length === 0 ? NOTHING_KEPT : await keptTriage(tx, incidents, nowMs);
  const written = incidents.map(kept.incident);
  if (written.length > 0) await writeIncidents(tx, written);
  const statuses = alerts.length === 0 ? NO_STATUSES : await writeAlerts(tx, alerts.map(kept.alert));
  const told = changes.map((change) => ({ ...change, events: change.events.map((event) => kept.event(event, statuses)) }));
  await writeEvents(tx, await withOwnViews(tx, told, written, nowMs));
  await writeTimeline(
    tx,
    changes.flatMap(({ timeline = [] }) => timeline),
  );
  const checkpoints = new Map(
    changes.flatMap((change) => (change.checkpoint === null ? [] : [[change.chainId, change.checkpoint] as const])),
  );
  for (const [chainId, ref] of checkpoints)
    await tx.query(CHECKPOINT_UPSERT, ['alert', chainId, ref.number, ref.hash, ref.parentHash, ref.timestamp]);
}

function lastById<T extends { readonly id: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [item.id, item])).values()];
}

export async function writeIncidents(tx: Sql, incidents: readonly Incident[]): Promise<void> {
  const given = [jsonText(incidents)];
  await tx.query(
    `insert into incidents (id, key, organisation_id, chain_id, severity, status, opened_at_ms, updated_at_ms, waiting_since_ms, decided_at_ms, body)
     select b->>'id', b->>'key', b->>'organisationId', (b->>'chainId')::bigint, b->>'severity', b->>'status', (b->>'openedAtMs')::bigint, (b->>'updatedAtMs')::bigint,
            (b->>'waitingSinceMs')::bigint, coalesce((b->'triage'->>'decidedAtMs')::bigint, 0), b
     from jsonb_array_elements($1::jsonb) as b
     on conflict (id) do update set severity = excluded.severity, status = excluded.status, updated_at_ms = excluded.updated_at_ms,
       waiting_since_ms = excluded.waiting_since_ms, decided_at_ms = excluded.decided_at_ms, body = excluded.body`,
    given,
  );
  await tx.query(
    `insert into incident_keys (key, incident_id)
     select distinct k, b->>'id' from jsonb_array_elements($1::jsonb) as b, jsonb_array_elements_text(b->'keys') as k on conflict do nothing`,
    given,
  );
  await tx.query(
    `insert into incident_actors (chain_id, address, incident_id, is_acting)
     select (b->>'chainId')::bigint, a, b->>'id', bool_or(acts) from jsonb_array_elements($1::jsonb) as b,
       lateral (select jsonb_array_elements_text(b->'actors') as a, true as acts union all select jsonb_array_elements_text(b->'origins'), false) as x
     group by 1, 2, 3
     on conflict (chain_id, address, incident_id) do update set is_acting = incident_actors.is_acting or excluded.is_acting`,
    given,
  );
}

/** The pipeline withdraws and brings back; every other status is a person's, and stays. */
const KEPT_STATUS = `case when 'withdrawn' in (alerts.status, excluded.status) then excluded.status else alerts.status end`;

const NO_STATUSES: ReadonlyMap<string, string> = new Map();

/** Returns the statuses that the alerts have now. */
async function writeAlerts(tx: Sql, alerts: readonly Alert[]): Promise<ReadonlyMap<string, string>> {
  const rows = await tx.query(
    `insert into alerts (id, incident_id, organisation_id, chain_id, block_number, block_hash, transaction_hash, detector_id, severity, status, finality, addresses, block_time_ms, alerted_at_ms, body)
     select b->>'id', b->>'incidentId', f->'monitor'->>'organisationId', (f->>'chainId')::bigint, (f->>'blockNumber')::bigint, f->>'blockHash', f->>'transactionHash', f->>'detectorId', f->>'severity',
            b->>'status', b->>'finality',
            array(select f->'subject'->>'address' union select p->>'address' from jsonb_array_elements(f->'parties') as p),
            (f->>'blockTimestamp')::bigint * 1000, (b->>'alertedAtMs')::bigint, b
     from jsonb_array_elements($1::jsonb) as b, lateral (select b->'finding' as f) as x
     on conflict (id) do update set incident_id = excluded.incident_id, finality = excluded.finality,
       status = ${KEPT_STATUS}, body = excluded.body || jsonb_build_object('status', ${KEPT_STATUS})
     returning id, status`,
    [jsonText(alerts)],
  );
  return new Map(rows.map((row) => [textOf(row, 'id'), textOf(row, 'status')]));
}

export async function writeEvents(tx: Sql, changes: readonly Pick<AlertChange, 'changeId' | 'events'>[]): Promise<void> {
  const events = changes.flatMap((change) => change.events.map((event) => ({ changeId: change.changeId, ...event })));
  if (events.length === 0) return;
  await tx.query(
    `insert into outbound_events (change_id, organisation_id, channels, chain_id, type, block_number, severity, addresses, payload, own)
     select e->>'changeId', e->>'organisationId',
            case when jsonb_typeof(e->'channels') = 'array' then array(select jsonb_array_elements_text(e->'channels')) end, (e->>'chainId')::bigint, e->>'type', (e->>'blockNumber')::bigint, e->>'severity',
            array(select jsonb_array_elements_text(e->'addresses')), e->'payload', nullif(e->'own', 'null'::jsonb)
     from jsonb_array_elements($1::jsonb) with ordinality as x(e, position) order by position`,
    [jsonText(events)],
  );
}

/** Forgets what is beyond the bound; called now and then, outside the hot path. */
export async function pruneEvents(sql: Sql): Promise<void> {
  await sql.query('delete from outbound_events where cursor < (select coalesce(max(cursor), 0) - $1 from outbound_events)', [EVENTS_KEPT]);
  await sql.query(
    'delete from applied_changes where applied_at_ms < (extract(epoch from clock_timestamp()) * 1000)::bigint - 86400000 * 3',
  );
}
