import { z } from 'zod';
import type { Hex } from '../../../core/chain/block.js';
import { FEATURES } from '../../../core/features/schema.js';
import type { TrainingRow } from '../../../ports/analytics-store.js';
import type { ClickHouseSql } from '../click-house-sql.js';
import { decodeFloats, NO_SEGMENT } from '../encode-rows.js';

const QUERY = `SELECT hash, block_number, toUnixTimestamp(block_time) AS block_time, from_address, to_address, selector, features, segment FROM
  (SELECT * FROM transactions FINAL WHERE chain_id = {chainId:UInt64} AND risk IS NOT NULL AND segment != {none:UInt8} ORDER BY block_number DESC, tx_index DESC LIMIT {limit:UInt32})
ORDER BY block_number, tx_index`;

const hex = z.string().transform((text) => text as Hex);
const row = z.object({
  hash: hex,
  block_number: z.coerce.number(),
  block_time: z.coerce.number(),
  from_address: hex,
  to_address: z.string(),
  selector: z.string(),
  features: z.string(),
  segment: z.number(),
});

/** Those that another version's features were kept of are left out: a model of this one cannot learn of them. */
export async function trainingRows(sql: ClickHouseSql, chainId: number, limit: number): Promise<readonly TrainingRow[]> {
  return z
    .array(row)
    .parse(await sql.rows(QUERY, { chainId, limit, none: NO_SEGMENT }))
    .flatMap((found) => {
      const features = decodeFloats(found.features);
      if (features?.length !== FEATURES.length) return [];
      return [
        {
          hash: found.hash,
          blockNumber: found.block_number,
          timestamp: found.block_time,
          from: found.from_address,
          to: found.to_address === '' ? null : (found.to_address as Hex),
          selector: found.selector === '' ? null : (found.selector as Hex),
          features,
          segment: found.segment,
        },
      ];
    });
}
