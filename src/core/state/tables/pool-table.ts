import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

export interface ReservesRecord {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

/** Reserves of V2 pools after their last change. */
export class PoolTable implements StateTable {
  private readonly reserves = new JournaledMap<ReservesRecord>(50_000);
  readonly maps = { reserves: this.reserves };

  reservesOf(pool: Address): ReservesRecord | null {
    return this.reserves.get(pool) ?? null;
  }

  apply(tx: InspectedTransaction): void {
    if (tx.receipt?.status === 0) return;
    for (const { pool, reserve0, reserve1 } of tx.decoded.syncs) this.reserves.set(pool, { reserve0, reserve1 });
  }
}
