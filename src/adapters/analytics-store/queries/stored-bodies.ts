import { z } from 'zod';
import type { Hex } from '../../../core/chain/block.js';
import type { Finding } from '../../../core/detect/finding.js';
import type { TransactionDetail } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';

const body = z.array(z.object({ body: z.string() }));

/** Findings and details are kept as the JSON that this program wrote; bigints in details are text there. */
export async function findingsOfTransaction(sql: ClickHouseSql, hash: Hex): Promise<readonly Finding[]> {
  const rows = body.parse(await sql.rows('SELECT body FROM findings FINAL WHERE transaction_hash = {hash:String} ORDER BY id', { hash }));
  return rows.map((row) => JSON.parse(row.body) as Finding);
}

export async function detailOfTransaction(sql: ClickHouseSql, hash: Hex): Promise<TransactionDetail | null> {
  const rows = body.parse(
    await sql.rows('SELECT body FROM transaction_details FINAL WHERE hash = {hash:String} ORDER BY block_number DESC LIMIT 1', { hash }),
  );
  const found = rows[0];
  if (found === undefined) return null;
  return JSON.parse(found.body, (key, value: unknown) =>
    isAmount(key) && typeof value === 'string' ? BigInt(value) : value,
  ) as TransactionDetail;
}

function isAmount(key: string): boolean {
  return key === 'valueWei' || key === 'amount' || key === 'tokenId';
}
