import type { Hex } from '../../core/chain/block.js';
import type { BlockRef } from '../../core/chain/chain-event.js';
import { numberOf, textOf } from './rows.js';
import type { SqlRow } from './sql.js';

export function refOfRow(row: SqlRow): BlockRef {
  return {
    chainId: numberOf(row, 'chain_id'),
    number: numberOf(row, 'number'),
    hash: textOf(row, 'hash') as Hex,
    parentHash: textOf(row, 'parent_hash') as Hex,
    timestamp: numberOf(row, 'timestamp'),
  };
}
