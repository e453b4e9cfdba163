import { pacingOf } from '../../core/deliver/pacing.js';
import type { Channel, ChannelStore } from '../../ports/delivery-store.js';
import { jsonText } from './json-text.js';
import { jsonOf } from './rows.js';
import type { Seal } from './seal.js';
import type { Sql, SqlRow } from './sql.js';

export function createChannelStore(sql: Sql, seal: Seal): ChannelStore {
  const read = (row: SqlRow) => openChannel(jsonOf<Channel>(row, 'body'), seal);
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
          [channel.organisationId, channel.id, jsonText(sealChannel(channel, seal)), destination, everyMs],
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
        await tx.query('delete from heard_subjects where organisation_id = $1 and channel_id = $2', [organisationId, id]);
        await tx.query('delete from told_incidents where organisation_id = $1 and channel_id = $2', [organisationId, id]);
      });
    },
  };
}

export function sealChannel(channel: Channel, seal: Seal): Channel {
  return {
    ...channel,
    target: seal.seal(channel.target, placeOf(channel, 'target')),
    secrets: channel.secrets.map(({ value, ...rest }) => ({ ...rest, value: seal.seal(value, placeOf(channel, 'secret')) })),
  };
}

export function openChannel(kept: Channel, seal: Seal): Channel {
  return {
    ...kept,
    target: seal.open(kept.target, placeOf(kept, 'target')),
    secrets: kept.secrets.map(({ value, ...rest }) => ({ ...rest, value: seal.open(value, placeOf(kept, 'secret')) })),
  };
}

export function isChannelCurrent({ target, secrets }: Channel, seal: Seal): boolean {
  return [target, ...secrets.map(({ value }) => value)].every((stored) => seal.isCurrent(stored));
}

function placeOf({ organisationId, id }: Channel, part: string): string {
  return `the ${part} of the channel ${organisationId}/${id}`;
}
