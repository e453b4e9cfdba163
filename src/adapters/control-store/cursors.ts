import type { Hex } from '../../core/chain/block.js';
import { FatalError } from '../../core/errors.js';
import type { CursorStore } from '../../ports/control-store.js';
import { refOfRow } from './ref-rows.js';
import { nullableTextOf } from './rows.js';
import type { Sql } from './sql.js';

/** Published blocks that are kept: four times the deepest reorg. */
const KEPT = 256;

export function createCursorStore(sql: Sql): CursorStore {
  return {
    async bindGenesis(chainId, genesisHash) {
      const rows = await sql.query(
        `insert into chains as c (chain_id, genesis_hash) values ($1, $2)
         on conflict (chain_id) do update set genesis_hash = coalesce(c.genesis_hash, excluded.genesis_hash)
         returning genesis_hash`,
        [chainId, genesisHash],
      );
      return { chainId, genesisHash: (rows[0] === undefined ? null : nullableTextOf(rows[0], 'genesis_hash')) as Hex | null };
    },

    async recentBlocks(chainId, limit) {
      const rows = await sql.query('select * from published_blocks where chain_id = $1 order by number desc limit $2', [chainId, limit]);
      return rows.map(refOfRow);
    },

    advance: (lease, published, truncateAbove) =>
      sql.transaction(async (tx) => {
        const held = await tx.query('select fence from leases where chain_id = $1 and fence = $2 for update', [lease.chainId, lease.fence]);
        if (held.length === 0)
          throw new FatalError('stale-fence', `Another process writes chain ${lease.chainId} now; this one stops writing it.`);
        if (truncateAbove !== null)
          await tx.query('delete from published_blocks where chain_id = $1 and number > $2', [lease.chainId, truncateAbove]);
        if (published.length === 0) return;
        await tx.query(
          `insert into published_blocks (chain_id, number, hash, parent_hash, timestamp)
           select $1, n, h, p, t from unnest($2::bigint[], $3::text[], $4::text[], $5::bigint[]) as x(n, h, p, t)
           on conflict (chain_id, number) do update set hash = excluded.hash, parent_hash = excluded.parent_hash, timestamp = excluded.timestamp`,
          [
            lease.chainId,
            published.map((ref) => ref.number),
            published.map((ref) => ref.hash),
            published.map((ref) => ref.parentHash),
            published.map((ref) => ref.timestamp),
          ],
        );
        await tx.query(
          `delete from published_blocks where chain_id = $1 and number < (
             select min(number) from (select number from published_blocks where chain_id = $1 order by number desc limit $2) newest)`,
          [lease.chainId, KEPT],
        );
      }),

    async checkpoint(stage, chainId) {
      const rows = await sql.query('select * from checkpoints where stage = $1 and chain_id = $2', [stage, chainId]);
      return rows[0] === undefined ? null : refOfRow(rows[0]);
    },

    async setCheckpoint(stage, ref, chainId) {
      if (ref === null) {
        await sql.query('delete from checkpoints where stage = $1 and chain_id = $2', [stage, chainId]);
        return;
      }
      await sql.query(CHECKPOINT_UPSERT, [stage, chainId, ref.number, ref.hash, ref.parentHash, ref.timestamp]);
    },
  };
}

export const CHECKPOINT_UPSERT = `insert into checkpoints (stage, chain_id, number, hash, parent_hash, timestamp) values ($1, $2, $3, $4, $5, $6)
  on conflict (stage, chain_id) do update set number = excluded.number, hash = excluded.hash, parent_hash = excluded.parent_hash, timestamp = excluded.timestamp`;
