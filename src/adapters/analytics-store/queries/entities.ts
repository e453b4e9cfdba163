import { z } from 'zod';
import type { Address } from '../../../core/chain/block.js';
import type { AddressProfile, TopEntity } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';

const PROFILE = `SELECT count() AS total, toUnixTimestamp(min(block_time)) AS first, toUnixTimestamp(max(block_time)) AS last, countIf(from_address = {address:String}) AS sent,
  countIf(to_address = {address:String}) AS received, countIf(from_address = {address:String} AND status = 0) AS failed,
  uniq(if(from_address = {address:String}, to_address, from_address)) AS counterparties, max(risk) AS max_risk
FROM transactions FINAL WHERE chain_id = {chain:UInt64} AND (from_address = {address:String} OR to_address = {address:String})`;

const profileRow = z.object({
  total: z.coerce.number(),
  first: z.coerce.number(),
  last: z.coerce.number(),
  sent: z.coerce.number(),
  received: z.coerce.number(),
  failed: z.coerce.number(),
  counterparties: z.coerce.number(),
  max_risk: z.number().nullable(),
});

export async function addressProfile(sql: ClickHouseSql, chainId: number, address: Address): Promise<AddressProfile> {
  const row = z.array(profileRow).parse(await sql.rows(PROFILE, { chain: chainId, address }))[0];
  const isSeen = row !== undefined && row.total > 0;
  return {
    address,
    chainId,
    firstSeenAt: isSeen ? row.first : null,
    lastSeenAt: isSeen ? row.last : null,
    sent: row?.sent ?? 0,
    received: row?.received ?? 0,
    failed: row?.failed ?? 0,
    counterparties: isSeen ? row.counterparties : 0,
    maxRisk: row?.max_risk ?? null,
  };
}

const TOP = `SELECT to_address AS address, count() AS transactions, sum(findings) AS found, max(risk) AS max_risk
FROM transactions FINAL WHERE chain_id = {chain:UInt64} AND block_time >= {since:UInt32} AND to_address != ''
GROUP BY address ORDER BY found DESC, transactions DESC LIMIT {limit:UInt32}`;

const topRow = z.object({
  address: z.string(),
  transactions: z.coerce.number(),
  found: z.coerce.number(),
  max_risk: z.number().nullable(),
});

export async function topEntities(
  sql: ClickHouseSql,
  query: { chainId: number; sinceTimestamp: number; limit: number },
): Promise<readonly TopEntity[]> {
  const rows = z.array(topRow).parse(await sql.rows(TOP, { chain: query.chainId, since: query.sinceTimestamp, limit: query.limit }));
  return rows.map((row) => ({
    address: row.address as Address,
    transactions: row.transactions,
    findings: row.found,
    maxRisk: row.max_risk,
  }));
}
