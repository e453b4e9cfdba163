import { DELIVERY_STATES } from '../../core/deliver/delivery.js';
import { SEVERITIES } from '../../core/detect/finding.js';
import type { DeliveryAttempt, Exchange, OutboxMessage } from '../../ports/delivery-store.js';
import { jsonOf, nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { SqlRow } from './sql.js';

export function outboxMessageOf(row: SqlRow): OutboxMessage {
  const severity = nullableTextOf(row, 'severity');
  const state = textOf(row, 'state');
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    channelId: textOf(row, 'channel_id'),
    type: textOf(row, 'type'),
    body: textOf(row, 'body'),
    incidentId: nullableTextOf(row, 'incident_id'),
    severity: SEVERITIES.find((known) => known === severity) ?? null,
    attempts: numberOf(row, 'attempts'),
    nextAttemptAtMs: numberOf(row, 'next_attempt_at_ms'),
    retryUntilMs: numberOf(row, 'retry_until_ms'),
    createdAtMs: numberOf(row, 'created_at_ms'),
    state: DELIVERY_STATES.find((known) => known === state) ?? 'pending',
    lastError: nullableTextOf(row, 'last_error'),
    deliveredAtMs: nullableNumberOf(row, 'delivered_at_ms'),
    heldUntilMs: nullableNumberOf(row, 'held_until_ms'),
    bundledIn: nullableTextOf(row, 'bundled_in'),
    fence: numberOf(row, 'fence'),
  };
}

export function attemptOf(row: SqlRow): DeliveryAttempt {
  const result = textOf(row, 'result');
  return {
    atMs: numberOf(row, 'at_ms'),
    result: result === 'delivered' || result === 'dead' ? result : 'retry',
    reason: nullableTextOf(row, 'reason'),
    exchange: row['exchange'] === null || row['exchange'] === undefined ? null : jsonOf<Exchange>(row, 'exchange'),
  };
}
