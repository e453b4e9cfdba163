import type { TimelineEntry } from '../../ports/control-store.js';
import { jsonText } from './json-text.js';
import { nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

export async function writeTimeline(tx: Sql, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `insert into timeline (incident_id, organisation_id, at_ms, kind, actor, text)
     select e->>'incidentId', e->>'organisationId', (e->>'atMs')::bigint, e->>'kind', e->>'actor', e->>'text'
     from jsonb_array_elements($1::jsonb) with ordinality as x(e, position) order by position`,
    [jsonText(entries)],
  );
}

export async function readTimeline(sql: Sql, incidentId: string, visibleTo: string | null): Promise<readonly TimelineEntry[]> {
  const rows = await sql.query(
    `select * from timeline where incident_id = $1 and ($2::text is null or organisation_id is null or organisation_id = $2) order by id limit 1000`,
    [incidentId, visibleTo],
  );
  return rows.map((row) => ({
    incidentId,
    organisationId: nullableTextOf(row, 'organisation_id'),
    atMs: numberOf(row, 'at_ms'),
    kind: textOf(row, 'kind') as TimelineEntry['kind'],
    actor: nullableTextOf(row, 'actor'),
    text: textOf(row, 'text'),
  }));
}
