import type { Address } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { ShareHistory } from '../../detect/history.js';
import { JournaledMap } from '../journaled-map.js';
import type { StateTable } from '../state-table.js';

/** Contracts that give shares of themselves for deposits: how often what came in and went out was matched by shares. */
export class ShareTable implements StateTable {
  private readonly shares = new JournaledMap<ShareHistory>(20_000);
  readonly maps = { shares: this.shares };

  sharesOf(vault: Address): ShareHistory | null {
    return this.shares.get(vault) ?? null;
  }

  apply(tx: InspectedTransaction): void {
    const { transfers } = tx.decoded;
    if (tx.receipt?.status === 0 || transfers.length === 0) return;
    const [minted, burned, received, paid] = [new Set<Address>(), new Set<Address>(), new Set<Address>(), new Set<Address>()];
    for (const { standard, token, from, to, amount } of transfers) {
      if (amount === 0n || (standard !== 'erc20' && standard !== 'native')) continue;
      if (standard === 'erc20' && from === NATIVE) minted.add(token);
      else if (standard === 'erc20' && to === NATIVE) burned.add(token);
      else {
        if (to !== token) received.add(to);
        if (from !== token) paid.add(from);
      }
    }
    for (const vault of minted) if (received.has(vault)) this.note(vault, 'matchedIn');
    for (const vault of paid) {
      if (burned.has(vault)) this.note(vault, 'matchedOut');
      else if (this.shares.get(vault) !== undefined) this.note(vault, 'unmatchedOut');
    }
  }

  private note(vault: Address, what: keyof ShareHistory): void {
    const known = this.shares.get(vault) ?? { matchedIn: 0, matchedOut: 0, unmatchedOut: 0 };
    this.shares.set(vault, { ...known, [what]: known[what] + 1 });
  }
}
