import { z } from 'zod';
import type { Hex } from '../../../core/chain/block.js';
import type { TransactionRow } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';
import { decodeFloats, NO_SEGMENT } from '../encode-rows.js';

const QUERY = `SELECT chain_id, block_number, block_hash, toUnixTimestamp(block_time) AS block_time, tx_index, hash, from_address, to_address, toString(value_wei) AS value_wei,
  gas_used, status, selector, log_count, frame_count, risk, parts, features, feature_mask, findings, segment, calls
FROM transactions FINAL WHERE hash = {hash:String} ORDER BY block_number DESC LIMIT 1`;

const hex = z.string().transform((text) => text as Hex);
const row = z.object({
  chain_id: z.coerce.number(),
  block_number: z.coerce.number(),
  block_hash: hex,
  block_time: z.coerce.number(),
  tx_index: z.number(),
  hash: hex,
  from_address: hex,
  to_address: z.string(),
  value_wei: z.string(),
  gas_used: z.coerce.number().nullable(),
  status: z.number().nullable(),
  selector: z.string(),
  log_count: z.number(),
  frame_count: z.number().nullable(),
  risk: z.number().nullable(),
  parts: z.string(),
  calls: z.string(),
  features: z.string(),
  feature_mask: z.number(),
  findings: z.number(),
  segment: z.number(),
});

export async function transactionByHash(sql: ClickHouseSql, hash: Hex): Promise<TransactionRow | null> {
  const found = z.array(row).parse(await sql.rows(QUERY, { hash }))[0];
  if (found === undefined) return null;
  return {
    chainId: found.chain_id,
    blockNumber: found.block_number,
    blockHash: found.block_hash,
    blockTimestamp: found.block_time,
    index: found.tx_index,
    hash: found.hash,
    from: found.from_address,
    to: found.to_address === '' ? null : (found.to_address as Hex),
    valueWei: BigInt(found.value_wei),
    gasUsed: found.gas_used,
    status: found.status === 0 ? 0 : found.status === 1 ? 1 : null,
    selector: found.selector === '' ? null : (found.selector as Hex),
    logCount: found.log_count,
    frameCount: found.frame_count,
    risk: found.risk,
    parts: decodeFloats(found.parts),
    features: decodeFloats(found.features),
    featureMask: found.feature_mask,
    calls: found.calls === '' ? null : found.calls,
    findings: found.findings,
    segment: found.segment === NO_SEGMENT ? null : found.segment,
  };
}
