import { z } from 'zod';
import { FEATURES } from '../../../core/features/schema.js';
import type { KeptScore } from '../../../core/score/drift.js';
import { PARTS } from '../../../core/score/model-bundle.js';
import type { ClickHouseSql } from '../click-house-sql.js';
import { decodeFloats } from '../encode-rows.js';

const QUERY = `SELECT parts, features, risk, segment, calls FROM transactions FINAL
WHERE chain_id = {chainId:UInt64} AND risk IS NOT NULL ORDER BY block_number DESC, tx_index DESC LIMIT {limit:UInt32}`;

const row = z.object({ parts: z.string(), features: z.string(), risk: z.coerce.number(), segment: z.number(), calls: z.string() });

/** The newest scored transactions. Those that another version's features and parts were kept of are left out. */
export async function recentScores(sql: ClickHouseSql, chainId: number, limit: number): Promise<readonly KeptScore[]> {
  return z
    .array(row)
    .parse(await sql.rows(QUERY, { chainId, limit }))
    .flatMap(({ parts, features, calls, ...rest }) => {
      const kept = { parts: decodeFloats(parts), features: decodeFloats(features) };
      if (kept.features?.length !== FEATURES.length || kept.parts?.length !== PARTS.length) return [];
      return [{ parts: kept.parts, features: kept.features, calls: calls === '' ? null : calls, ...rest }];
    });
}
