import type { LeaseStore } from '../../ports/control-store.js';
import { numberOf } from './rows.js';
import type { Sql } from './sql.js';

export function createLeaseStore(sql: Sql): LeaseStore {
  return {
    async acquire(chainId, holder, ttlMs) {
      // The store's clock judges: processes' clocks may differ.
      const rows = await sql.query(
        `insert into leases as l (chain_id, holder, fence, expires_at_ms)
         values ($1, $2, 1, (extract(epoch from clock_timestamp()) * 1000)::bigint + $3)
         on conflict (chain_id) do update
           set holder = excluded.holder, fence = l.fence + 1, expires_at_ms = excluded.expires_at_ms
           where l.holder = excluded.holder or l.expires_at_ms < (extract(epoch from clock_timestamp()) * 1000)::bigint
         returning fence`,
        [chainId, holder, ttlMs],
      );
      const row = rows[0];
      return row === undefined ? null : { chainId, holder, fence: numberOf(row, 'fence') };
    },
    async renew(lease, ttlMs) {
      const rows = await sql.query(
        `update leases set expires_at_ms = (extract(epoch from clock_timestamp()) * 1000)::bigint + $3
         where chain_id = $1 and fence = $2 returning fence`,
        [lease.chainId, lease.fence, ttlMs],
      );
      return rows.length > 0;
    },
    async release(lease) {
      await sql.query('update leases set expires_at_ms = 0 where chain_id = $1 and fence = $2', [lease.chainId, lease.fence]);
    },
  };
}
