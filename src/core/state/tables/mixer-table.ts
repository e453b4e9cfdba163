import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { isMixerDeposit, type MixerDeposit } from '../../detect/mixer-deposits.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { withEntry } from '../window.js';

const BOUNDS = { seconds: 10 * 86_400, entries: 64 } as const;

/** Who put how often into mixers lately. */
export class MixerTable implements StateTable {
  private readonly deposits = new JournaledMap<readonly MixerDeposit[]>(20_000);
  readonly maps = { mixerDeposits: this.deposits };

  depositsOf(account: Address): readonly MixerDeposit[] {
    return this.deposits.get(account) ?? [];
  }

  apply(tx: InspectedTransaction, { timestamp, labelsOf }: Moment): void {
    if (!isMixerDeposit(tx, labelsOf)) return;
    const entry = { at: timestamp, mixer: tx.to ?? tx.from, amountWei: tx.valueWei };
    this.deposits.set(tx.from, withEntry(this.deposits.get(tx.from), entry, BOUNDS));
  }
}
