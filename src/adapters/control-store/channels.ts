import { pacingOf } from '../../core/deliver/pacing.js';
import type { Channel, ChannelStore } from '../../ports/delivery-store.js';
import { jsonOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

export function createChannelStore(sql: Sql): ChannelStore {
  const read = (row: SqlRow) => jsonOf<Channel>(row, 'body');
  return {
    list: async (organisationId) =>
      (
        await sql.query('select body from channels where $1::text is null or organisation_id = $1 order by organisation_id, id', [
          organisationId,
        ])
      ).map(read),
    async get(organisationId, id) {
      const rows = await sql.query('select body from channels where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : read(rows[0]);
    },
    async put(channel) {
      const { destination, everyMs } = pacingOf(channel);
      await sql.transaction(async (tx) => {
        await tx.query(
          `insert into channels (organisation_id, id, body, destination, pace_ms) values ($1, $2, $3::jsonb, encode(sha256(convert_to($4, 'UTF8')), 'hex'), $5)
         on conflict (organisation_id, id) do update set body = excluded.body, destination = excluded.destination, pace_ms = excluded.pace_ms`,
          [channel.organisationId, channel.id, JSON.stringify(channel), destination, everyMs],
        );
        // Whatever was changed: two members armed what was there before.
        await tx.query('delete from response_arms where organisation_id = $1 and channel_id = $2', [channel.organisationId, channel.id]);
      });
    },
    async remove(organisationId, id) {
      await sql.transaction(async (tx) => {
        await tx.query('delete from channels where organisation_id = $1 and id = $2', [organisationId, id]);
        await tx.query(
          `update outbox set state = 'dead', fence = fence + 1, last_error = 'the channel was removed'
           where organisation_id = $1 and channel_id = $2 and state in ('pending', 'held')`,
          [organisationId, id],
        );
        await tx.query('delete from told_incidents where organisation_id = $1 and channel_id = $2', [organisationId, id]);
      });
    },
  };
}
