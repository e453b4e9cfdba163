import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
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

  apply(tx: InspectedTransaction, { blockNumber }: Moment): void {
    const { to } = tx;
    if (to === null) return;
    const selector = tx.decoded.selector ?? '';
    this.selectors.set(selector, (this.selectors.get(selector) ?? 0) + 1);
    const key = to + selector;
    const known = this.functions.get(key);
    const gas = Math.log1p(tx.receipt?.gasUsed ?? tx.gasLimit);
    const calls = (known?.calls ?? 0) + 1;
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
      lastSender: tx.from,
      soleSender: known === undefined ? tx.from : tx.receipt?.status === 0 || known.soleSender === tx.from ? known.soleSender : null,
    });
  }
}
