import type { InspectedTransaction } from '../detect/detector.js';
import type { CompiledMonitor } from './compiled-monitor.js';
import type { Asked, MonitorAsker } from './monitor-asker.js';
import { TransactionOrder, WHOLE } from './order-in-transaction.js';

interface Waiting {
  readonly compiled: CompiledMonitor;
  readonly asked: Asked;
}

/** Asks monitors that are in sequences about one transaction in the order in which things happened in it, not subject by subject. Others need not wait for it. */
export class Sequel {
  private waiting: Waiting[] = [];
  private readonly ranks: ReadonlyMap<CompiledMonitor, number>;

  /** `all`: what a sequence waits for comes first. */
  constructor(
    private readonly asker: MonitorAsker,
    all: readonly CompiledMonitor[],
  ) {
    this.ranks = new Map(all.flatMap((compiled, i) => (isInSequence(compiled) ? [[compiled, i] as const] : [])));
  }

  /** True where it is asked later, by `settle`. */
  takes(compiled: CompiledMonitor, asked: Asked): boolean {
    if (!isInSequence(compiled)) return false;
    this.waiting.push({ compiled, asked });
    return true;
  }

  settle(tx: InspectedTransaction): void {
    if (this.waiting.length === 0) return;
    const order = new TransactionOrder(tx);
    const inOrder = this.waiting.map(({ compiled, asked }, i) => {
      const asOf = order.of(asked.happened);
      return {
        compiled,
        asked: { ...asked, order: asOf },
        at: isOfItsEnd(compiled, asOf) ? Infinity : asOf,
        rank: this.rankOf(compiled),
        i,
      };
    });
    this.waiting = [];
    inOrder.sort((a, b) => (a.at === b.at ? a.rank - b.rank || a.i - b.i : a.at - b.at));
    for (const { compiled, asked } of inOrder) this.asker.ask(compiled, asked);
  }

  private rankOf(compiled: CompiledMonitor): number {
    return this.ranks.get(compiled) ?? 0;
  }
}

function isInSequence({ steps, marks }: CompiledMonitor): boolean {
  return steps.length > 0 || marks.length > 0;
}

/** A transaction that waits for what may be in it; a finding, which is known once all is over. */
function isOfItsEnd({ monitor, steps }: CompiledMonitor, order: number): boolean {
  return order === WHOLE && (steps.length > 0 || monitor.on === 'finding');
}
