import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

export const SETTINGS = ['threshold', 'delay', 'signers'] as const;
export type Setting = (typeof SETTINGS)[number];

/** Numbers that contracts are governed by, as their events told them last: a multisig's threshold and signers, a timelock's delay in seconds. */
export class SettingsTable implements StateTable {
  private readonly settings = new JournaledMap<bigint>(50_000);
  private readonly changes = new JournaledMap<number>(50_000);
  readonly maps = { settings: this.settings, controlChanges: this.changes };

  /** Chain seconds of the last event by which control of a contract moved or its rules changed. */
  changedAt(contract: Address): number | null {
    return this.changes.get(contract) ?? null;
  }

  get(contract: Address, setting: Setting): bigint | null {
    return this.settings.get(`${contract}:${setting}`) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    if (tx.receipt?.status === 0) return;
    for (const { contract } of tx.decoded.admin) this.changes.set(contract, timestamp);
    for (const { contract } of tx.decoded.settings) this.changes.set(contract, timestamp);
    for (const { kind, contract, value, count } of tx.decoded.settings) {
      if ((kind === 'threshold' || kind === 'safe-setup') && value !== null) this.set(contract, 'threshold', value);
      if (kind === 'delay' && value !== null) this.set(contract, 'delay', value);
      if (kind === 'safe-setup' && count !== null) this.set(contract, 'signers', BigInt(count));
      const signers = this.get(contract, 'signers');
      if (signers === null) continue;
      if (kind === 'signer-added') this.set(contract, 'signers', signers + 1n);
      if (kind === 'signer-removed' && signers > 0n) this.set(contract, 'signers', signers - 1n);
    }
  }

  private set(contract: Address, setting: Setting, value: bigint): void {
    this.settings.set(`${contract}:${setting}`, value);
  }
}
