import type { Address } from '../../chain/block.js';
import { creationsOf } from '../../detect/creations.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { keyOfName, tokenNameOf } from '../../detect/token-names.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

/** Which token bore a name first. */
export class NameTable implements StateTable {
  private readonly names = new JournaledMap<Address>(50_000);
  readonly maps = { tokenNames: this.names };

  firstOf(key: string): Address | null {
    return this.names.get(key) ?? null;
  }

  apply(tx: InspectedTransaction): void {
    for (const creation of creationsOf(tx)) {
      const name = tokenNameOf(creation);
      if (name === null) continue;
      const key = keyOfName(name);
      if (this.names.get(key) === undefined) this.names.set(key, creation.address);
    }
  }
}
