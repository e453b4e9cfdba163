import type { IncidentStore } from '../../ports/incident-store.js';
import { eventOfRow } from './event-rows.js';
import { textOf } from './rows.js';
import type { Sql } from './sql.js';

/** Committed with the change: should this process end before the log has it, another puts it there. */
export async function leaveToTell(tx: Sql, changeIds: readonly string[], atMs: number): Promise<void> {
  await tx.query('insert into changes_to_tell (change_id, at_ms) select id, $2 from unnest($1::text[]) as x(id) on conflict do nothing', [
    changeIds,
    atMs,
  ]);
}

export function createChangesToTell(sql: Sql): Pick<IncidentStore, 'untold' | 'markTold'> {
  return {
    async untold(olderThanMs, limit) {
      const changes = await sql.query('select change_id from changes_to_tell where at_ms <= $1 order by at_ms, change_id limit $2', [
        olderThanMs,
        limit,
      ]);
      const ids = changes.map((row) => textOf(row, 'change_id'));
      if (ids.length === 0) return [];
      const rows = await sql.query('select * from outbound_events where change_id = any($1::text[]) order by cursor', [ids]);
      return ids.map((changeId) => ({ changeId, events: rows.filter((row) => textOf(row, 'change_id') === changeId).map(eventOfRow) }));
    },
    async markTold(changeIds) {
      await sql.query('delete from changes_to_tell where change_id = any($1::text[])', [changeIds]);
    },
  };
}
