import type { OutboxSummary } from '../../ports/delivery-store.js';
import { outboxMessageOf } from './outbox-rows.js';
import { numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

/** How things stand with each channel of an organisation: every number comes from an index of its own state. */
export async function outboxSummary(sql: Sql, organisationId: string): Promise<readonly OutboxSummary[]> {
  const rows = await sql.query(SUMMARY, [organisationId]);
  return rows.map((row) => ({
    channelId: textOf(row, 'for_channel'),
    pending: numberOf(row, 'pending'),
    held: numberOf(row, 'held'),
    dead: numberOf(row, 'dead'),
    last: row['id'] === null ? null : outboxMessageOf(row),
  }));
}

const countOf = (state: 'pending' | 'held' | 'dead') =>
  `(select count(*) from outbox o where o.organisation_id = c.organisation_id and o.channel_id = c.id and o.state = '${state}') as ${state}`;

/** What is told within another message is no delivery of its own, and what nobody tried yet says nothing of the channel. */
const SUMMARY = `
select c.id as for_channel, ${countOf('pending')}, ${countOf('held')}, ${countOf('dead')}, l.*
from channels c
left join lateral (
  select * from outbox o where o.organisation_id = c.organisation_id and o.channel_id = c.id
    and (o.state in ('delivered', 'dead') or (o.state = 'pending' and o.attempts > 0)) order by position desc limit 1) l on true
where c.organisation_id = $1 order by c.id`;
