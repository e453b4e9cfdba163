import { severityRank } from '../../core/detect/finding.js';
import type { Hold, OutboxDraft } from '../../ports/delivery-store.js';
import { jsonText } from './json-text.js';
import { nullableNumberOf, numberOf } from './rows.js';
import type { Sql } from './sql.js';

/** For so long after it was made a message that fails is tried again. */
const RETRY_FOR_MS = 86_400_000;

/** Adds messages in their order; what is there already stays as it is, and counts for nothing a second time. */
export async function enqueueMessages(sql: Sql, drafts: readonly OutboxDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  await sql.transaction(async (tx) => {
    const added = new Set(await insertMessages(tx, drafts));
    for (const draft of drafts) if (draft.hold !== null && added.has(draft.id)) await hold(tx, draft, draft.hold);
  });
}

/** Returns the ids that were not there. A channel that is gone meanwhile leaves a dead message, not one that waits for ever. */
export async function insertMessages(tx: Sql, drafts: readonly OutboxDraft[]): Promise<readonly string[]> {
  const rows = await tx.query(
    `insert into outbox (id, organisation_id, channel_id, type, body, incident_id, severity, next_attempt_at_ms, created_at_ms, retry_until_ms, state, last_error)
     select m->>'id', m->>'organisationId', m->>'channelId', m->>'type', m->>'body', m->>'incidentId', m->>'severity',
       (m->>'createdAtMs')::bigint, (m->>'createdAtMs')::bigint, (m->>'createdAtMs')::bigint + $2::bigint,
       case when c.id is null then 'dead' else 'pending' end, case when c.id is null then 'the channel was removed' end
     from jsonb_array_elements($1::jsonb) with ordinality as x(m, position)
     left join channels c on c.organisation_id = m->>'organisationId' and c.id = m->>'channelId'
     order by position on conflict (id) do nothing returning id`,
    [jsonText(drafts), RETRY_FOR_MS],
  );
  return rows.map(({ id }) => String(id));
}

async function hold(tx: Sql, draft: OutboxDraft, how: Hold): Promise<void> {
  if (how.kind === 'digest') {
    const since = await heldUntil(tx, draft, DIGEST_BUNDLE);
    return holdUntil(tx, draft, DIGEST_BUNDLE, since ?? draft.createdAtMs + how.everyMs);
  }
  if (draft.incidentId === null) return;
  const bundle = `incident:${draft.incidentId}`;
  const told = (
    await tx.query(
      'select told_at_ms, severity_rank from told_incidents where organisation_id = $1 and channel_id = $2 and incident_id = $3 for update',
      [draft.organisationId, draft.channelId, draft.incidentId],
    )
  )[0];
  const rank = draft.severity === null ? 0 : severityRank(draft.severity);
  const freeAtMs = told === undefined ? 0 : numberOf(told, 'told_at_ms') + how.gapMs;
  const isWorse = told !== undefined && rank > numberOf(told, 'severity_rank');
  if (freeAtMs > draft.createdAtMs && !how.isUrgent && !isWorse) return holdUntil(tx, draft, bundle, freeAtMs);
  // What was held before it goes along, in one message and in order.
  if ((await heldUntil(tx, draft, bundle)) !== null) {
    await tx.query(
      `update outbox set held_until_ms = $4 where organisation_id = $1 and channel_id = $2 and bundle = $3 and state = 'held'`,
      [draft.organisationId, draft.channelId, bundle, draft.createdAtMs],
    );
    await holdUntil(tx, draft, bundle, draft.createdAtMs);
  }
  await rememberTold(tx, draft, draft.createdAtMs, rank);
}

export const DIGEST_BUNDLE = 'digest';

export async function rememberTold(
  tx: Sql,
  of: Pick<OutboxDraft, 'organisationId' | 'channelId' | 'incidentId'>,
  atMs: number,
  rank: number,
): Promise<void> {
  await tx.query(
    `insert into told_incidents (organisation_id, channel_id, incident_id, told_at_ms, severity_rank) values ($1, $2, $3, $4, $5)
     on conflict (organisation_id, channel_id, incident_id) do update
     set told_at_ms = excluded.told_at_ms, severity_rank = greatest(told_incidents.severity_rank, excluded.severity_rank)`,
    [of.organisationId, of.channelId, of.incidentId, atMs, rank],
  );
}

async function heldUntil(tx: Sql, { organisationId, channelId }: OutboxDraft, bundle: string): Promise<number | null> {
  const rows = await tx.query(
    `select min(held_until_ms) as at from outbox where organisation_id = $1 and channel_id = $2 and bundle = $3 and state = 'held'`,
    [organisationId, channelId, bundle],
  );
  return rows[0] === undefined ? null : nullableNumberOf(rows[0], 'at');
}

async function holdUntil(tx: Sql, { id }: OutboxDraft, bundle: string, untilMs: number): Promise<void> {
  await tx.query(`update outbox set state = 'held', bundle = $2, held_until_ms = $3 where id = $1 and state = 'pending'`, [
    id,
    bundle,
    untilMs,
  ]);
}
