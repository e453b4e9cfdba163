import type { Address } from '../../chain/block.js';
import { createdIn } from '../../detect/cluster.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** Contracts whose creation was seen. */
export class CreationTable implements StateTable {
  private readonly created = new JournaledMap<number>(100_000);
  readonly maps = { created: this.created };

  /** Chain seconds. */
  createdAt(contract: Address): number | null {
    return this.created.get(contract) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    for (const contract of createdIn(tx)) this.created.set(contract, timestamp);
  }
}
