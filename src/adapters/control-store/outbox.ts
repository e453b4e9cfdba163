import type { OutboxStore } from '../../ports/delivery-store.js';
import { enqueueMessages } from './enqueue-messages.js';
import { attemptOf, outboxMessageOf } from './outbox-rows.js';
import { outboxSummary } from './outbox-summary.js';
import { releaseHeld } from './release-held.js';
import { numberOf } from './rows.js';
import { settleMessage } from './settle-message.js';
import type { Sql } from './sql.js';

export function createOutboxStore(sql: Sql): OutboxStore {
  return {
    enqueue: (drafts) => enqueueMessages(sql, drafts),
    claimDue: async (nowMs, limit, leaseMs) => (await sql.query(CLAIM, [nowMs, limit, leaseMs])).map(outboxMessageOf),
    settle: (claim, settlement, attempt, pauseUntilMs) => settleMessage(sql, claim, settlement, attempt, pauseUntilMs),
    release: (nowMs, compose) => releaseHeld(sql, nowMs, compose),
    async pending() {
      const rows = await sql.query(`select count(*) as n from outbox where state = 'pending'`);
      return rows[0] === undefined ? 0 : numberOf(rows[0], 'n');
    },
    async get(organisationId, id) {
      const rows = await sql.query('select * from outbox where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : outboxMessageOf(rows[0]);
    },
    attempts: async (id) =>
      (await sql.query('select * from delivery_attempts where message_id = $1 order by position desc', [id])).map(attemptOf),
    async list(filter, limit) {
      const rows = await sql.query(
        `select * from outbox where ($1::text is null or organisation_id = $1) and ($2::text is null or channel_id = $2)
           and ($3::text is null or state = $3) and ($6::text is null or incident_id = $6)
           and ($5::text is null or position < (select position from outbox where id = $5))
         order by position desc limit $4`,
        [filter.organisationId, filter.channelId ?? null, filter.state ?? null, limit, filter.before ?? null, filter.incidentId ?? null],
      );
      return rows.map(outboxMessageOf);
    },
    summary: (organisationId) => outboxSummary(sql, organisationId),
    async replay({ organisationId, id, channelId }, nowMs) {
      const rows = await sql.query(
        `update outbox set state = 'pending', attempts = 0, next_attempt_at_ms = $4, claimed_until_ms = 0, retry_until_ms = $4::bigint + 86400000
         where state = 'dead' and ($1::text is null or organisation_id = $1) and ($2::text is null or id = $2) and ($3::text is null or channel_id = $3)
           and exists (select 1 from channels c where c.organisation_id = outbox.organisation_id and c.id = outbox.channel_id)
         returning id`,
        [organisationId, id ?? null, channelId ?? null, nowMs],
      );
      return rows.length;
    },
    async prune(deliveredBeforeMs, deadBeforeMs) {
      await sql.query(
        `update outbox set state = 'dead', fence = fence + 1, last_error = 'the channel was removed' where state in ('pending', 'held')
           and not exists (select 1 from channels c where c.organisation_id = outbox.organisation_id and c.id = outbox.channel_id)`,
      );
      await sql.query(
        `delete from outbox where (state in ('delivered', 'bundled') and created_at_ms < $1) or (state = 'dead' and created_at_ms < $2)`,
        [deliveredBeforeMs, deadBeforeMs],
      );
      await sql.query('delete from told_incidents where told_at_ms < $1', [deliveredBeforeMs]);
    },
  };
}

/**
 * Only a channel's oldest pending message may go: a later one waits even where the oldest waits for its next try. Of channels that share a paced
 * destination one goes, and the next only after the pace; a canary that is only rehearsed uses none up. Led by channels, so that a long queue costs no more than a short one.
 */
const CLAIM = `
with heads as (
  select h.id, c.destination, case when h.type = 'canary' and c.body->>'canary' = 'rehearse' then 0 else c.pace_ms end as pace_ms,
    row_number() over (partition by case when c.pace_ms > 0 then c.destination else c.organisation_id || '/' || c.id end order by h.position) as n
  from channels c
  cross join lateral (
    select id, type, position, next_attempt_at_ms, claimed_until_ms from outbox o
    where o.state = 'pending' and o.organisation_id = c.organisation_id and o.channel_id = c.id order by position limit 1) h
  left join paces p on p.destination = c.destination
  where h.next_attempt_at_ms <= $1 and h.claimed_until_ms <= $1 and coalesce(p.not_before_ms, 0) <= $1
), taken as (
  select o.id, h.destination, h.pace_ms from outbox o join heads h on h.id = o.id
  where h.n = 1 and o.state = 'pending' and o.next_attempt_at_ms <= $1 and o.claimed_until_ms <= $1
  order by o.next_attempt_at_ms limit $2 for update of o skip locked
), paced as (
  insert into paces (destination, not_before_ms) select destination, $1::bigint + pace_ms from taken where pace_ms > 0
  on conflict (destination) do update set not_before_ms = greatest(paces.not_before_ms, excluded.not_before_ms)
)
update outbox set claimed_until_ms = $1::bigint + $3::bigint, fence = fence + 1 from taken where outbox.id = taken.id returning outbox.*`;
