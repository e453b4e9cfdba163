import type { Incident } from '../../core/alert/alert.js';
import type { IncidentChange, OutboundEvent } from '../../ports/control-store.js';
import { EVENT_LOCK, writeEvents, writeIncidents } from './apply-changes.js';
import { leaveToTell } from './changes-to-tell.js';
import { eventOfRow } from './event-rows.js';
import { incidentOf } from './incident-rows.js';
import { withOwnViews } from './own-views.js';
import type { Sql } from './sql.js';
import { writeTimeline } from './timeline.js';

/** One person's decision, in the same lock as the pipeline's changes: what it decides on is what it overwrites. */
export async function changeIncident(
  sql: Sql,
  id: string,
  decide: (incident: Incident) => IncidentChange,
  nowMs: number,
): Promise<readonly OutboundEvent[] | null> {
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [EVENT_LOCK]);
    const found = (await tx.query('select body from incidents where id = $1', [id]))[0];
    if (found === undefined) return null;
    const before = incidentOf(found);
    const { incident, events, timeline } = decide(before);
    await writeIncidents(tx, [incident]);
    if (incident.status !== before.status)
      await tx.query(
        `update alerts set status = $2, body = body || jsonb_build_object('status', $2::text) where incident_id = $1 and status <> 'withdrawn'`,
        [id, incident.status],
      );
    await writeTimeline(tx, timeline);
    const changeId = `decided:${id}:${incident.revision}`;
    const change = { changeId, chainId: incident.chainId, checkpoint: null, incidents: [], alerts: [], events };
    await writeEvents(tx, await withOwnViews(tx, [change], [incident], nowMs));
    await leaveToTell(tx, [changeId], nowMs);
    return (await tx.query('select * from outbound_events where change_id = $1 order by cursor', [changeId])).map(eventOfRow);
  });
}
