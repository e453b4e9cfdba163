import { EVERYONE } from '../../core/alert/own-state.js';
import type { Address } from '../../core/chain/block.js';
import type { IncidentStore } from '../../ports/incident-store.js';
import { EVENT_LOCK, writeEvents } from './apply-changes.js';
import { createChangesToTell, leaveToTell } from './changes-to-tell.js';
import { eventOfRow } from './event-rows.js';
import { incidentOf } from './incident-rows.js';
import { ownStatesOf, writeOwnStates } from './own-states.js';
import { textsOf } from './rows.js';
import { SEEN_INCIDENT, seenIncidentOf } from './seen-rows.js';
import { visibleTo, withIncidentStates } from './shown-status.js';
import type { Sql } from './sql.js';
import { liftSuppression, writeSuppression } from './suppressions.js';
import { writeTimeline } from './timeline.js';

/** Related incidents are looked for this long before and after (chain time). */
const RELATED_MS = 30 * 86_400_000;

export function createIncidentStore(sql: Sql): IncidentStore {
  return {
    decide: (organisationId, id, decide) =>
      sql.transaction(async (tx) => {
        await tx.query('select pg_advisory_xact_lock($1)', [EVENT_LOCK]);
        const [row] = await tx.query('select body from incidents where id = $1 and (organisation_id is null or organisation_id = $2)', [
          id,
          organisationId,
        ]);
        if (row === undefined) return null;
        const states = (await ownStatesOf(tx, [id])).get(id);
        const incident = incidentOf(row);
        const own = states?.get(organisationId) ?? null;
        const { state, events, timeline, suppression, lift } = decide({ incident, own, everyone: states?.get(EVERYONE) ?? null });
        // Revisions are of the incident: each is told once, whoever's change it is.
        await tx.query(`update incidents set body = body || jsonb_build_object('revision', $2::bigint) where id = $1`, [
          id,
          state.revision,
        ]);
        await writeOwnStates(tx, [state]);
        await writeTimeline(tx, timeline);
        if (suppression !== undefined) await writeSuppression(tx, suppression);
        if (lift !== undefined) await liftSuppression(tx, lift.suppressionId, lift.by, lift.atMs);
        const changeId = `decided:${id}:${state.revision}`;
        await writeEvents(tx, [{ changeId, events }]);
        await leaveToTell(tx, [changeId], state.updatedAtMs);
        return (await tx.query('select * from outbound_events where change_id = $1 order by cursor', [changeId])).map(eventOfRow);
      }),
    async scope(id) {
      const [row] = await sql.query(
        `select array(select distinct detector_id from alerts where incident_id = $1 order by 1) as detectors,
                array(select distinct a from alerts, unnest(addresses) as a where incident_id = $1 order by 1) as addresses`,
        [id],
      );
      return row === undefined
        ? { detectorIds: [], addresses: [] }
        : { detectorIds: textsOf(row, 'detectors'), addresses: textsOf(row, 'addresses') as readonly Address[] };
    },
    async related(id, organisationId, limit) {
      const rows = await sql.query(
        `select ${SEEN_INCIDENT} from ${withIncidentStates('$2')}, incidents me
         where me.id = $1 and t.id <> $1 and t.status <> 'withdrawn' and ${visibleTo('$2')}
           and t.updated_at_ms between me.opened_at_ms - $4::bigint and me.updated_at_ms + $4::bigint
           and t.id in (select b.incident_id from incident_actors a join incident_actors b on b.chain_id = a.chain_id and b.address = a.address
                        where a.incident_id = $1 and (a.is_acting or b.is_acting))
         order by t.updated_at_ms desc, t.id desc limit $3`,
        [id, organisationId, limit, RELATED_MS],
      );
      return rows.map(seenIncidentOf);
    },
    ...createChangesToTell(sql),
  };
}
