import type { OwnViews } from '../../core/alert/own-view.js';
import type { Address } from '../../core/chain/block.js';
import { type Json, SEVERITIES } from '../../core/detect/finding.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import { jsonOf, nullableTextOf, numberOf, textOf, textsOf } from './rows.js';
import type { SqlRow } from './sql.js';

export function eventOfRow(row: SqlRow): OutboundEvent {
  const severity = nullableTextOf(row, 'severity');
  return {
    cursor: textOf(row, 'cursor'),
    organisationId: nullableTextOf(row, 'organisation_id'),
    channels: row['channels'] === null || row['channels'] === undefined ? null : textsOf(row, 'channels'),
    chainId: numberOf(row, 'chain_id'),
    type: textOf(row, 'type') as OutboundEvent['type'],
    blockNumber: numberOf(row, 'block_number'),
    severity: SEVERITIES.find((known) => known === severity) ?? null,
    addresses: textsOf(row, 'addresses') as readonly Address[],
    payload: jsonOf<Json>(row, 'payload'),
    ...(row['own'] === null || row['own'] === undefined ? {} : { own: jsonOf<OwnViews>(row, 'own') }),
  };
}
