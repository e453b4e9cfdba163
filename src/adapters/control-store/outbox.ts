import type { OutboxMessage, OutboxStore } from '../../ports/control-store.js';
import { nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

function messageOf(row: SqlRow): OutboxMessage {
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    channelId: textOf(row, 'channel_id'),
    type: textOf(row, 'type'),
    body: textOf(row, 'body'),
    attempts: numberOf(row, 'attempts'),
    nextAttemptAtMs: numberOf(row, 'next_attempt_at_ms'),
    createdAtMs: numberOf(row, 'created_at_ms'),
    state: textOf(row, 'state') as OutboxMessage['state'],
    lastError: nullableTextOf(row, 'last_error'),
    deliveredAtMs: nullableNumberOf(row, 'delivered_at_ms'),
  };
}

export function createOutboxStore(sql: Sql): OutboxStore {
  return {
    async enqueue(messages) {
      await sql.query(
        `insert into outbox (id, organisation_id, channel_id, type, body, next_attempt_at_ms, created_at_ms, state)
         select m->>'id', m->>'organisationId', m->>'channelId', m->>'type', m->>'body', (m->>'nextAttemptAtMs')::bigint, (m->>'createdAtMs')::bigint, 'pending'
         from jsonb_array_elements($1::jsonb) with ordinality as x(m, position) order by position
         on conflict (id) do nothing`,
        [JSON.stringify(messages)],
      );
    },
    async claimDue(nowMs, limit, leaseMs) {
      // Only a channel's oldest pending message may go: a later one waits even where the oldest waits for its next try.
      const rows = await sql.query(
        `update outbox set claimed_until_ms = $1::bigint + $3::bigint
         where id in (
           select o.id from outbox o
           where o.state = 'pending' and o.next_attempt_at_ms <= $1 and o.claimed_until_ms <= $1
             and o.position = (select min(p.position) from outbox p where p.organisation_id = o.organisation_id and p.channel_id = o.channel_id and p.state = 'pending')
           order by o.position limit $2 for update skip locked)
         returning *`,
        [nowMs, limit, leaseMs],
      );
      return rows.map(messageOf);
    },
    async markDelivered(id, atMs) {
      await sql.query(
        `update outbox set state = 'delivered', delivered_at_ms = $2, attempts = attempts + 1, last_error = null where id = $1`,
        [id, atMs],
      );
    },
    async markFailed(id, error, nextAttemptAtMs) {
      await sql.query(
        'update outbox set attempts = attempts + 1, last_error = $2, next_attempt_at_ms = $3, claimed_until_ms = 0 where id = $1',
        [id, error.slice(0, 500), Math.round(nextAttemptAtMs)],
      );
    },
    async markDead(id, error) {
      await sql.query(`update outbox set state = 'dead', attempts = attempts + 1, last_error = $2 where id = $1`, [
        id,
        error.slice(0, 500),
      ]);
    },
    async pending() {
      const rows = await sql.query(`select count(*) as n from outbox where state = 'pending'`);
      return rows[0] === undefined ? 0 : numberOf(rows[0], 'n');
    },
    async list(filter, limit) {
      const rows = await sql.query(
        `select * from outbox where organisation_id = $5 and ($1::text is null or channel_id = $1) and ($2::text is null or state = $2)
           and ($4::text is null or position < (select position from outbox where id = $4)) order by position desc limit $3`,
        [filter.channelId ?? null, filter.state ?? null, limit, filter.before ?? null, filter.organisationId],
      );
      return rows.map(messageOf);
    },
    async replay(organisationId, id) {
      const rows = await sql.query(
        `update outbox set state = 'pending', attempts = 0, next_attempt_at_ms = 0, claimed_until_ms = 0 where organisation_id = $1 and id = $2 and state = 'dead' returning id`,
        [organisationId, id],
      );
      return rows.length > 0;
    },
  };
}
