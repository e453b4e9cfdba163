import type { Address, Frame } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

/** The beginning of a trace: of a long one the rest is repetition. */
const LOOKED_AT = 64;

/** Functions that contracts call, and not people alone: what breaks with that is what guards “only accounts may call” would stop (Trace2Inv). */
export class InnerCallTable implements StateTable {
  readonly learnsHabits = true;
  private readonly called = new JournaledMap<true>(100_000);
  readonly maps = { innerCalls: this.called };

  isCalledByContracts(contract: Address, selector: string): boolean {
    return this.called.get(contract + selector) === true;
  }

  apply(tx: InspectedTransaction): void {
    if (tx.receipt?.status === 0) return;
    for (const { to, input } of innerCalls(tx)) {
      const key = to + input.slice(0, 10);
      if (this.called.get(key) === undefined) this.called.set(key, true);
    }
  }
}

/** Calls of functions from inside, of the trace's beginning. */
export function innerCalls({ frames }: InspectedTransaction): readonly (Frame & { readonly to: Address })[] {
  const found: (Frame & { readonly to: Address })[] = [];
  for (let i = 1; i < Math.min(frames?.length ?? 0, LOOKED_AT); i += 1) {
    const frame = frames?.[i];
    if (frame?.kind === 'CALL' && frame.to !== null && frame.input.length >= 10) found.push(frame as Frame & { readonly to: Address });
  }
  return found;
}
