import type { Address } from '../../chain/block.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { type OwnerTouched, permitsHandedIn, takingsIn } from '../../detect/takings.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';
import { withEntry } from '../window.js';

const BOUNDS = { seconds: 86_400, entries: 64 } as const;

/** Who was lately allowed to spend whose tokens, and who took them all. */
export class SpenderTable implements StateTable {
  /** Chain seconds of the last allowance, by owner and spender. */
  private readonly allowed = new JournaledMap<number>(100_000);
  private readonly takings = new JournaledMap<readonly OwnerTouched[]>(10_000);
  private readonly handedIn = new JournaledMap<readonly OwnerTouched[]>(10_000);
  readonly maps = { allowed: this.allowed, takings: this.takings, permitsHandedIn: this.handedIn };

  /** `heldBefore`: what an owner had of a token before this transaction; null: never seen. */
  constructor(private readonly heldBefore: (owner: Address, token: Address) => bigint | null) {}

  approvedAt(owner: Address, spender: Address): number | null {
    return this.allowed.get(owner + spender) ?? null;
  }

  takingsOf(spender: Address): readonly OwnerTouched[] {
    return this.takings.get(spender) ?? [];
  }

  permitsHandedInFor(spender: Address): readonly OwnerTouched[] {
    return this.handedIn.get(spender) ?? [];
  }

  apply(tx: InspectedTransaction, { timestamp: at }: Moment): void {
    for (const { spender, from: owner } of takingsIn(tx, at, (one, other) => this.approvedAt(one, other), this.heldBefore))
      this.takings.set(spender, withEntry(this.takings.get(spender), { at, owner }, BOUNDS));
    for (const { owner, spender } of permitsHandedIn(tx)) {
      this.handedIn.set(spender, withEntry(this.handedIn.get(spender), { at, owner }, BOUNDS));
      this.allowed.set(owner + spender, at);
    }
    for (const { owner, spender, amount } of tx.decoded.approvals)
      if (amount > 0n && owner !== spender) this.allowed.set(owner + spender, at);
  }
}
