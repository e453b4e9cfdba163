import type { Address } from '../../chain/block.js';
import { createdIn, creatorsIn } from '../../detect/cluster.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

export interface CreationRecord {
  /** Chain seconds. */
  readonly at: number;
  /** Who sent the transaction: the person behind a factory. */
  readonly by: Address;
  /** Who called for it: the same, or a factory. */
  readonly creator: Address;
  /** Made again at the same address: its code may be another one. */
  readonly times: number;
}

/** Contracts whose creation was seen, by whom, and which of them destroyed themselves. */
export class CreationTable implements StateTable {
  private readonly created = new JournaledMap<CreationRecord>(100_000);
  private readonly destroyed = new JournaledMap<number>(20_000);
  readonly maps = { created: this.created, destroyed: this.destroyed };

  creationOf(contract: Address): CreationRecord | null {
    return this.created.get(contract) ?? null;
  }

  /** Chain seconds; null where it was not seen to destroy itself. */
  destroyedAt(contract: Address): number | null {
    return this.destroyed.get(contract) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    const creators = creatorsIn(tx);
    for (const contract of createdIn(tx)) {
      const times = (this.created.get(contract)?.times ?? 0) + 1;
      this.created.set(contract, { at: timestamp, by: tx.from, creator: creators.get(contract) ?? tx.from, times });
    }
    for (const frame of tx.frames ?? []) if (frame.kind === 'SELFDESTRUCT' && !frame.failed) this.destroyed.set(frame.from, timestamp);
  }
}
