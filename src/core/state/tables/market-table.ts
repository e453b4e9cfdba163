import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { BlockPosition, BlockSwap, CallsOfHour } from '../../detect/history.js';
import { liquidationsIn } from '../../detect/liquidations.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { type WindowEntry, withEntry } from '../window.js';

const HOUR_S = 3_600;
const LIQUIDATIONS = { seconds: 10 * 86_400, entries: 500 } as const;
const MOST_IN_BLOCK = 24;

interface OfBlock<E> {
  readonly blockNumber: number;
  readonly entries: readonly E[];
}

/** What happened at markets in this block and this hour. */
export class MarketTable implements StateTable {
  private readonly swaps = new JournaledMap<OfBlock<BlockSwap>>(20_000);
  private readonly positions = new JournaledMap<OfBlock<BlockPosition>>(5_000);
  private readonly liquidations = new JournaledMap<readonly WindowEntry[]>(2_000);
  private readonly calls = new JournaledMap<CallsOfHour>(50_000);
  readonly maps = { blockSwaps: this.swaps, blockPositions: this.positions, liquidations: this.liquidations, callsOfHour: this.calls };

  swapsInBlock(pool: Address, blockNumber: number): readonly BlockSwap[] {
    const known = this.swaps.get(pool);
    return known?.blockNumber === blockNumber ? known.entries : [];
  }

  positionsInBlock(pool: Address, blockNumber: number): readonly BlockPosition[] {
    const known = this.positions.get(pool);
    return known?.blockNumber === blockNumber ? known.entries : [];
  }

  liquidationsOf(market: Address): readonly WindowEntry[] {
    return this.liquidations.get(market) ?? [];
  }

  callsOf(contract: Address): CallsOfHour | null {
    return this.calls.get(contract) ?? null;
  }

  apply(tx: InspectedTransaction, { blockNumber, timestamp }: Moment): void {
    this.noteCall(tx, timestamp);
    for (const { pool, amount0 } of tx.decoded.swaps) {
      const entries = this.swapsInBlock(pool, blockNumber);
      if (entries.length >= MOST_IN_BLOCK) continue;
      this.swaps.set(pool, { blockNumber, entries: [...entries, { from: tx.from, to: tx.to, isZeroIn: amount0 > 0n, index: tx.index }] });
    }
    for (const { pool, owner, range, kind, liquidity } of tx.decoded.positions) {
      const entries = this.positionsInBlock(pool, blockNumber);
      if (kind === 'added' && entries.length < MOST_IN_BLOCK)
        this.positions.set(pool, { blockNumber, entries: [...entries, { owner, range, liquidity, index: tx.index, by: tx.from }] });
    }
    for (const { market } of liquidationsIn(tx))
      this.liquidations.set(market, withEntry(this.liquidations.get(market), { at: timestamp }, LIQUIDATIONS));
  }

  /** Failures of this hour against all that was seen before it. */
  private noteCall({ to, receipt }: InspectedTransaction, timestamp: number): void {
    if (to === null || receipt === null) return;
    const hour = Math.floor(timestamp / HOUR_S);
    const failed = receipt.status === 0 ? 1 : 0;
    const known = this.calls.get(to);
    if (known === undefined) {
      this.calls.set(to, { hour, calls: 1, failed, callsBefore: 0, failedBefore: 0 });
    } else if (known.hour === hour) {
      this.calls.set(to, { ...known, calls: known.calls + 1, failed: known.failed + failed });
    } else {
      const callsBefore = known.callsBefore + known.calls;
      this.calls.set(to, { hour, calls: 1, failed, callsBefore, failedBefore: known.failedBefore + known.failed });
    }
  }
}
