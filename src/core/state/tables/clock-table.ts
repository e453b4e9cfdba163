import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** Since when the chain is watched. */
export class ClockTable implements StateTable {
  private readonly clock = new JournaledMap<number>(1);
  readonly maps = { clock: this.clock };

  /** Chain seconds; null before the first transaction. */
  get since(): number | null {
    return this.clock.get('since') ?? null;
  }

  apply(_tx: InspectedTransaction, { timestamp }: Moment): void {
    if (this.since === null) this.clock.set('since', timestamp);
  }
}
