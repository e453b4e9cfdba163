import { z } from 'zod';
import type { Hex } from '../../../core/chain/block.js';
import type { CoverageRange, CoverageRow, CoverageTotals, RiskPoint } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';

const state = z.enum(['complete', 'partial', 'missing', 'retracted']);

const riskRow = z.object({
  block_number: z.coerce.number(),
  block_hash: z.string(),
  block_time: z.coerce.number(),
  transactions: z.number(),
  max_risk: z.number().nullable(),
  median_risk: z.number().nullable(),
  findings: z.number(),
  state,
});

const RISK = `SELECT block_number, block_hash, toUnixTimestamp(block_time) AS block_time, transactions, max_risk, median_risk, findings, state
FROM blocks FINAL WHERE chain_id = {chain:UInt64} AND block_number < {before:UInt64} AND state != 'retracted'
ORDER BY block_number DESC LIMIT {limit:UInt32}`;

export async function riskByBlock(
  sql: ClickHouseSql,
  query: { chainId: number; limit: number; before?: number },
): Promise<readonly RiskPoint[]> {
  const rows = z
    .array(riskRow)
    .parse(await sql.rows(RISK, { chain: query.chainId, limit: query.limit, before: query.before ?? Number.MAX_SAFE_INTEGER }));
  return rows.reverse().map((row) => ({
    blockNumber: row.block_number,
    blockHash: row.block_hash as Hex,
    timestamp: row.block_time,
    transactions: row.transactions,
    maxRisk: row.max_risk,
    medianRisk: row.median_risk,
    findings: row.findings,
    state: row.state,
  }));
}

// Neighbours of the same kind become one range; a missing number between two recorded ones begins another.
const RANGES = `SELECT min(block_number) AS first, max(block_number) AS last, any(s) AS state, any(r) AS reasons, count() AS blocks, any(m) AS model_id, any(v) AS rules_version
FROM (
  SELECT *, sum(starts) OVER (ORDER BY block_number ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS range_id
  FROM (
    SELECT block_number, state AS s, reasons AS r, model_id AS m, rules_version AS v,
      if(lagInFrame(block_number, 1, 0) OVER w = block_number - 1 AND lagInFrame(state, 1, '') OVER w = state
        AND toString(lagInFrame(reasons, 1) OVER w) = toString(reasons) AND lagInFrame(model_id, 1, '') OVER w = model_id, 0, 1) AS starts
    FROM (SELECT * FROM blocks FINAL WHERE chain_id = {chain:UInt64} AND block_number >= {from:UInt64} AND block_number <= {to:UInt64} AND state != 'retracted')
    WINDOW w AS (ORDER BY block_number ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
  )
)
GROUP BY range_id ORDER BY first LIMIT 10000`;

const rangeRow = z.object({
  first: z.coerce.number(),
  last: z.coerce.number(),
  state,
  reasons: z.array(z.string()),
  blocks: z.coerce.number(),
  model_id: z.string(),
  rules_version: z.string(),
});

export async function coverageRanges(
  sql: ClickHouseSql,
  query: { chainId: number; from: number; to: number },
): Promise<readonly CoverageRange[]> {
  const rows = z.array(rangeRow).parse(await sql.rows(RANGES, { chain: query.chainId, from: query.from, to: query.to }));
  return rows.map((row) => ({
    from: row.first,
    to: row.last,
    state: row.state satisfies CoverageRow['state'],
    reasons: row.reasons,
    blocks: row.blocks,
    modelId: row.model_id === '' ? null : row.model_id,
    rulesVersion: row.rules_version,
  }));
}

const totalsRow = z.object({ state, blocks: z.coerce.number() });

export async function coverageTotals(sql: ClickHouseSql, chainId: number): Promise<CoverageTotals> {
  const rows = z.array(totalsRow).parse(
    await sql.rows('SELECT state, count() AS blocks FROM blocks FINAL WHERE chain_id = {chain:UInt64} GROUP BY state', {
      chain: chainId,
    }),
  );
  const of = (name: z.infer<typeof state>) => rows.find((row) => row.state === name)?.blocks ?? 0;
  return { complete: of('complete'), partial: of('partial'), missing: of('missing') };
}

const countsRow = z.object({ blocks: z.coerce.number(), transactions: z.coerce.number(), findings: z.coerce.number() });

export async function ledgerCounts(
  sql: ClickHouseSql,
  chainId: number | null,
): Promise<{ blocks: number; transactions: number; findings: number }> {
  const where = chainId === null ? '' : 'AND chain_id = {chain:UInt64}';
  const rows = z
    .array(countsRow)
    .parse(
      await sql.rows(
        `SELECT count() AS blocks, sum(transactions) AS transactions, sum(findings) AS findings FROM blocks FINAL WHERE state IN ('complete', 'partial') ${where}`,
        chainId === null ? undefined : { chain: chainId },
      ),
    );
  return rows[0] ?? { blocks: 0, transactions: 0, findings: 0 };
}
