import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { priceOfSqrt } from '../../detect/prices.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

const NEAR_ONE = 0.02;

export interface ReservesRecord {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

/** What is asked of pools and vaults before a transaction: reserves of V2 pools, prices of V3 pools, what shares of vaults are worth. */
export class PoolTable implements StateTable {
  private readonly reserves = new JournaledMap<ReservesRecord>(50_000);
  private readonly prices = new JournaledMap<number>(20_000);
  private readonly shareValues = new JournaledMap<number>(5_000);
  /** Changes in a row after which a V2 pool's sides were worth nearly the same. */
  private readonly steady = new JournaledMap<number>(20_000);
  readonly maps = { steadyPools: this.steady, reserves: this.reserves, poolPrices: this.prices, shareValues: this.shareValues };

  steadyOf(pool: Address): number {
    return this.steady.get(pool) ?? 0;
  }

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
    for (const { pool, reserve0, reserve1 } of tx.decoded.syncs) {
      this.reserves.set(pool, { reserve0, reserve1 });
      this.noteSteady(pool, Number(reserve0) / Number(reserve1));
    }
    for (const { pool, sqrtPriceX96 } of tx.decoded.swaps) if (sqrtPriceX96 !== null) this.prices.set(pool, priceOfSqrt(sqrtPriceX96));
    for (const { vault, assets, shares } of tx.decoded.vaults)
      if (shares > 0n) this.shareValues.set(vault, Number(assets) / Number(shares));
  }

  /** Dollars may differ in decimals by twelve. */
  private noteSteady(pool: Address, ratio: number): void {
    const isNearOne = [1, 1e12, 1e-12].some((scale) => Math.abs(ratio / scale - 1) < NEAR_ONE);
    const before = this.steady.get(pool) ?? 0;
    if (isNearOne) this.steady.set(pool, before + 1);
    else if (before > 0) this.steady.set(pool, 0);
  }
}
