import type { Address } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { Delegation } from '../../detect/history.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

/** Accounts that run a contract's code as their own (EIP-7702), and what they were paid in the last block in which they were. */
export class DelegationTable implements StateTable {
  private readonly delegations = new JournaledMap<Delegation>(100_000);
  readonly maps = { delegations: this.delegations };

  delegationOf(account: Address): Delegation | null {
    return this.delegations.get(account) ?? null;
  }

  apply(tx: InspectedTransaction, { timestamp, blockNumber }: Moment): void {
    for (const { address: delegate, authority } of tx.authorizationList)
      if (authority !== null) this.delegations.set(authority, { delegate, at: timestamp, paidInBlock: blockNumber, paidWei: 0n });
    if (this.delegations.size === 0) return;
    for (const { standard, to, amount } of tx.decoded.transfers) {
      if (standard !== 'native' || to === NATIVE) continue;
      const known = this.delegations.get(to);
      if (known === undefined) continue;
      const before = known.paidInBlock === blockNumber ? known.paidWei : 0n;
      this.delegations.set(to, { ...known, paidInBlock: blockNumber, paidWei: before + amount });
    }
  }
}
