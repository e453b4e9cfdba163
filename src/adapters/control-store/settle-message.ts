import type { DeliveryAttempt, OutboxMessage, Settlement } from '../../ports/delivery-store.js';
import { jsonText } from './json-text.js';
import type { Sql } from './sql.js';

const ATTEMPTS_KEPT = 20;
const LONGEST_ERROR = 500;

/** Ends a claim and keeps what was sent and answered, in one transaction. False where somebody else has the message by now. */
export async function settleMessage(
  sql: Sql,
  { id, fence }: Pick<OutboxMessage, 'id' | 'fence'>,
  settlement: Settlement,
  attempt: DeliveryAttempt,
  pauseUntilMs: number | null,
): Promise<boolean> {
  return sql.transaction(async (tx) => {
    const error = settlement.kind === 'delivered' ? null : settlement.error.slice(0, LONGEST_ERROR);
    const [row] = await tx.query(
      `update outbox set state = $3, attempts = attempts + 1, last_error = $4, claimed_until_ms = 0,
         next_attempt_at_ms = coalesce($5::bigint, next_attempt_at_ms), delivered_at_ms = $6::bigint
       where id = $1 and fence = $2 and state = 'pending' returning organisation_id, channel_id`,
      [
        id,
        fence,
        settlement.kind === 'retry' ? 'pending' : settlement.kind,
        error,
        settlement.kind === 'retry' ? Math.round(settlement.nextAttemptAtMs) : null,
        settlement.kind === 'delivered' ? attempt.atMs : null,
      ],
    );
    if (row === undefined) return false;
    await tx.query('insert into delivery_attempts (message_id, at_ms, result, reason, exchange) values ($1, $2, $3, $4, $5::jsonb)', [
      id,
      attempt.atMs,
      attempt.result,
      attempt.reason,
      attempt.exchange === null ? null : jsonText(attempt.exchange),
    ]);
    await tx.query(
      `delete from delivery_attempts where message_id = $1
         and position < (select min(position) from (select position from delivery_attempts where message_id = $1 order by position desc limit $2) newest)`,
      [id, ATTEMPTS_KEPT],
    );
    if (pauseUntilMs !== null)
      await tx.query(
        `insert into paces (destination, not_before_ms) select destination, $3 from channels where organisation_id = $1 and id = $2
         on conflict (destination) do update set not_before_ms = greatest(paces.not_before_ms, excluded.not_before_ms)`,
        [row['organisation_id'], row['channel_id'], Math.round(pauseUntilMs)],
      );
    return true;
  });
}
