import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { A_DAY, decayOver, TEN_MINUTES } from '../decay.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** What is kept of one function of one contract. */
export interface FunctionRecord {
  readonly calls: number;
  readonly failed: number;
  readonly gasMax: number;
  readonly gasMean: number;
  readonly gasM2: number;
  readonly inputMax: number;
  readonly valueMax: number;
  readonly lastBlock: number;
  readonly callsInLastBlock: number;
  /** Chain seconds. */
  readonly lastAt: number;
  /** Weighted counts with half-lives of 10 minutes and of a day, as of lastAt. */
  readonly rate10m: number;
  readonly rate24h: number;
  readonly lastSender: Address;
  /** Who alone ever called it without failing; null: several did. */
  readonly soleSender: Address | null;
}

/** How each function of each contract is called from outside. */
export class FunctionTable implements StateTable {
  readonly learnsHabits = true;
  private readonly functions = new JournaledMap<FunctionRecord>(100_000);
  private readonly selectors = new JournaledMap<number>(20_000);
  readonly maps = { functions: this.functions, selectors: this.selectors };

  get(contract: Address, selector: string): FunctionRecord | undefined {
    return this.functions.get(contract + selector);
  }

  /** How often a selector was called, anywhere. */
  callsOf(selector: string): number {
    return this.selectors.get(selector) ?? 0;
  }

  apply(tx: InspectedTransaction, { blockNumber, timestamp }: Moment): void {
    const { to } = tx;
    if (to === null) return;
    const selector = tx.decoded.selector ?? '';
    this.selectors.set(selector, (this.selectors.get(selector) ?? 0) + 1);
    const key = to + selector;
    const known = this.functions.get(key);
    const gas = Math.log1p(tx.receipt?.gasUsed ?? tx.gasLimit);
    const calls = (known?.calls ?? 0) + 1;
    const rates = known === undefined ? NO_CALLS : callRates(known, timestamp);
    const delta = gas - (known?.gasMean ?? 0);
    const gasMean = (known?.gasMean ?? 0) + delta / calls;
    this.functions.set(key, {
      calls,
      failed: (known?.failed ?? 0) + (tx.receipt?.status === 0 ? 1 : 0),
      gasMax: Math.max(known?.gasMax ?? 0, gas),
      gasMean,
      gasM2: (known?.gasM2 ?? 0) + delta * (gas - gasMean),
      inputMax: Math.max(known?.inputMax ?? 0, tx.input.length),
      valueMax: Math.max(known?.valueMax ?? 0, Number(tx.valueWei)),
      lastBlock: blockNumber,
      callsInLastBlock: known?.lastBlock === blockNumber ? known.callsInLastBlock + 1 : 1,
      lastAt: timestamp,
      rate10m: rates.rate10m + 1,
      rate24h: rates.rate24h + 1,
      lastSender: tx.from,
      soleSender: known === undefined ? tx.from : tx.receipt?.status === 0 || known.soleSender === tx.from ? known.soleSender : null,
    });
  }
}

const NO_CALLS = { rate10m: 0, rate24h: 0 } as const;

/** The weighted counts of calls as they are at a later time. */
export function callRates(record: FunctionRecord, timestamp: number): { readonly rate10m: number; readonly rate24h: number } {
  const elapsed = timestamp - record.lastAt;
  return { rate10m: record.rate10m * decayOver(elapsed, TEN_MINUTES), rate24h: record.rate24h * decayOver(elapsed, A_DAY) };
}
