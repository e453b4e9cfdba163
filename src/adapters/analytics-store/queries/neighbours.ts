import { z } from 'zod';
import type { Address } from '../../../core/chain/block.js';
import type { Neighbour } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';

/** Whom each of several addresses sent transactions to and had them from; the busiest of each. */
const NEIGHBOURS = `SELECT address, counterparty, direction, count() AS transactions, toString(sum(value_wei)) AS value
FROM (
  SELECT from_address AS address, to_address AS counterparty, 'sent' AS direction, value_wei FROM transactions FINAL
  WHERE chain_id = {chain:UInt64} AND has(splitByChar(',', {addresses:String}), from_address) AND to_address != ''
  UNION ALL
  SELECT to_address AS address, toString(from_address) AS counterparty, 'received' AS direction, value_wei FROM transactions FINAL
  WHERE chain_id = {chain:UInt64} AND has(splitByChar(',', {addresses:String}), to_address)
)
GROUP BY address, counterparty, direction ORDER BY transactions DESC LIMIT {limit:UInt32} BY address`;

const neighbourRow = z.object({
  address: z.string(),
  counterparty: z.string(),
  direction: z.enum(['sent', 'received']),
  transactions: z.coerce.number(),
  value: z.string(),
});

export async function neighboursOf(
  sql: ClickHouseSql,
  chainId: number,
  addresses: readonly Address[],
  limit: number,
): Promise<readonly Neighbour[]> {
  if (addresses.length === 0) return [];
  const rows = z.array(neighbourRow).parse(await sql.rows(NEIGHBOURS, { chain: chainId, addresses: addresses.join(','), limit }));
  return rows.map((row) => ({
    address: row.address as Address,
    counterparty: row.counterparty as Address,
    direction: row.direction,
    transactions: row.transactions,
    valueWei: BigInt(row.value),
  }));
}
