import { severityRank } from '../../core/detect/finding.js';
import type { OutboxDraft, OutboxMessage } from '../../ports/delivery-store.js';
import { DIGEST_BUNDLE, insertMessages, rememberTold } from './enqueue-messages.js';
import { outboxMessageOf } from './outbox-rows.js';
import { textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

/** One process at a time makes bundles: two would share the members of one between them. */
const RELEASE_LOCK = 7_046_007;
const BUNDLES_AT_ONCE = 100;
/** The rest is the next message. */
const MOST_MEMBERS = 100;

/** What was held long enough may go, a bundle in one message. The message and what it tells are one transaction: nothing is told twice or lost between. */
export async function releaseHeld(sql: Sql, nowMs: number, compose: (members: readonly OutboxMessage[]) => OutboxDraft): Promise<number> {
  return sql.transaction(async (tx) => {
    const locked = await tx.query('select pg_try_advisory_xact_lock($1) as mine', [RELEASE_LOCK]);
    if (locked[0]?.['mine'] !== true) return 0;
    const due = await tx.query(
      `select organisation_id, channel_id, bundle from outbox where state = 'held' group by organisation_id, channel_id, bundle
       having min(held_until_ms) <= $1 order by min(held_until_ms) limit $2`,
      [nowMs, BUNDLES_AT_ONCE],
    );
    for (const bundle of due) await releaseOne(tx, bundle, nowMs, compose);
    return due.length;
  });
}

async function releaseOne(
  tx: Sql,
  bundle: SqlRow,
  nowMs: number,
  compose: (members: readonly OutboxMessage[]) => OutboxDraft,
): Promise<void> {
  const rows = await tx.query(
    `select * from outbox where organisation_id = $1 and channel_id = $2 and bundle = $3 and state = 'held' order by position limit $4 for update`,
    [bundle['organisation_id'], bundle['channel_id'], bundle['bundle'], MOST_MEMBERS],
  );
  const members = rows.map(outboxMessageOf);
  const [first] = members;
  if (first === undefined) return;
  if (members.length === 1) {
    await tx.query(`update outbox set state = 'pending', next_attempt_at_ms = $2 where id = $1`, [first.id, nowMs]);
  } else {
    const whole = compose(members);
    await insertMessages(tx, [whole]);
    await tx.query(`update outbox set state = 'bundled', bundled_in = $2 where id = any($1)`, [members.map(({ id }) => id), whole.id]);
  }
  if (textOf(bundle, 'bundle') === DIGEST_BUNDLE) return;
  const rank = Math.max(...members.map(({ severity }) => (severity === null ? 0 : severityRank(severity))));
  await rememberTold(tx, first, nowMs, rank);
}
