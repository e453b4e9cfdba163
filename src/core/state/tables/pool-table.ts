import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { priceOfSqrt } from '../../detect/prices.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

export interface ReservesRecord {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

/** What is asked of pools and vaults before a transaction: reserves of V2 pools, prices of V3 pools, what shares of vaults are worth. */
export class PoolTable implements StateTable {
  private readonly reserves = new JournaledMap<ReservesRecord>(50_000);
  private readonly prices = new JournaledMap<number>(20_000);
  private readonly shareValues = new JournaledMap<number>(5_000);
  readonly maps = { reserves: this.reserves, poolPrices: this.prices, shareValues: this.shareValues };

  priceOf(pool: Address): number | null {
    return this.prices.get(pool) ?? null;
  }

  shareValueOf(vault: Address): number | null {
    return this.shareValues.get(vault) ?? null;
  }

  reservesOf(pool: Address): ReservesRecord | null {
    return this.reserves.get(pool) ?? null;
  }

  apply(tx: InspectedTransaction): void {
    if (tx.receipt?.status === 0) return;
    for (const { pool, reserve0, reserve1 } of tx.decoded.syncs) this.reserves.set(pool, { reserve0, reserve1 });
    for (const { pool, sqrtPriceX96 } of tx.decoded.swaps) if (sqrtPriceX96 !== null) this.prices.set(pool, priceOfSqrt(sqrtPriceX96));
    for (const { vault, assets, shares } of tx.decoded.vaults)
      if (shares > 0n) this.shareValues.set(vault, Number(assets) / Number(shares));
  }
}
