import type { CanaryStore } from '../../ports/canary-store.js';
import { insertMessages } from './enqueue-messages.js';
import { jsonText } from './json-text.js';
import { nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

const LONGEST_REASON = 500;

export function createCanaryStore(sql: Sql): CanaryStore {
  return {
    async heard({ chainId, sentAtMs, heardAtMs }) {
      await sql.query(
        `insert into chain_canaries (chain_id, sent_at_ms, heard_at_ms) values ($1, $2, $3)
         on conflict (chain_id) do update set sent_at_ms = excluded.sent_at_ms, heard_at_ms = excluded.heard_at_ms
         where chain_canaries.sent_at_ms < excluded.sent_at_ms`,
        [chainId, sentAtMs, heardAtMs],
      );
    },
    enqueue: (drafts, sentAtMs, gapMs) =>
      sql.transaction(async (tx) => {
        const due = new Set((await tx.query(DUE, [jsonText(drafts), sentAtMs, gapMs])).map(({ id }) => String(id)));
        const taken = drafts.filter(({ id }) => due.has(id));
        if (taken.length > 0) await insertMessages(tx, taken);
        return taken.length;
      }),
    end: ({ id, fence }, { atMs, reason }) =>
      sql.transaction(async (tx) => {
        const [row] = await tx.query(
          `delete from outbox where id = $1 and fence = $2 and type = 'canary' and state = 'pending' returning organisation_id, channel_id`,
          [id, fence],
        );
        if (row === undefined) return false;
        await tx.query(
          `update channel_canaries set tried_at_ms = $3, reason = $4, heard_at_ms = case when $4::text is null then $3 else heard_at_ms end
           where organisation_id = $1 and channel_id = $2`,
          [row['organisation_id'], row['channel_id'], atMs, reason?.slice(0, LONGEST_REASON) ?? null],
        );
        return true;
      }),
    chains: async () =>
      (await sql.query('select * from chain_canaries order by chain_id')).map((row) => ({
        chainId: numberOf(row, 'chain_id'),
        sentAtMs: numberOf(row, 'sent_at_ms'),
        heardAtMs: numberOf(row, 'heard_at_ms'),
      })),
    channels: async (organisationId) =>
      (
        await sql.query(
          'select * from channel_canaries where $1::text is null or organisation_id = $1 order by organisation_id, channel_id',
          [organisationId],
        )
      ).map((row) => ({
        organisationId: textOf(row, 'organisation_id'),
        channelId: textOf(row, 'channel_id'),
        queuedAtMs: numberOf(row, 'queued_at_ms'),
        triedAtMs: nullableNumberOf(row, 'tried_at_ms'),
        reason: nullableTextOf(row, 'reason'),
        heardAtMs: nullableNumberOf(row, 'heard_at_ms'),
      })),
  };
}

/** A channel that is gone has no row to take, and one whose last canary still waits in its lane gets no second one. */
const DUE = `
insert into channel_canaries as k (organisation_id, channel_id, sent_at_ms, queued_at_ms)
select m->>'organisationId', m->>'channelId', $2::bigint, (m->>'createdAtMs')::bigint
from jsonb_array_elements($1::jsonb) as x(m)
join channels c on c.organisation_id = m->>'organisationId' and c.id = m->>'channelId'
where not exists (select 1 from outbox o where o.organisation_id = c.organisation_id and o.channel_id = c.id and o.state = 'pending' and o.type = 'canary')
on conflict (organisation_id, channel_id) do update set sent_at_ms = excluded.sent_at_ms, queued_at_ms = excluded.queued_at_ms
  where k.sent_at_ms < excluded.sent_at_ms and k.queued_at_ms + $3::bigint <= excluded.queued_at_ms
returning (select m->>'id' from jsonb_array_elements($1::jsonb) as y(m) where m->>'organisationId' = k.organisation_id and m->>'channelId' = k.channel_id limit 1) as id`;
