import type { Address } from '../../chain/block.js';
import type { Transfer } from '../../chain/decoded.js';
import type { DetectContext } from '../../detect/detector.js';
import type { Account } from '../account.js';
import { Amount } from '../amount.js';
import type { ReadsView } from '../decoded-item.js';
import { Unknowable } from './unknowable.js';

export class LabelsView {
  constructor(private readonly ctx: Pick<DetectContext, 'labelsOf'>) {}

  of(account: Account): readonly string[] {
    return this.ctx.labelsOf(account.address).map(({ category }) => category);
  }
  has(account: Account, category: string): boolean {
    return this.ctx.labelsOf(account.address).some((label) => label.category === category);
  }
}

/** What changes: balances by what this transaction moved, and what the monitor reads now and one block before. */
export class StateView {
  constructor(
    /** Null: the node did not show them. */
    private readonly transfers: readonly Transfer[] | null,
    readonly now: ReadsView,
    readonly before: ReadsView,
  ) {}

  /** What an account has more (or less) of a token by this transaction. */
  delta(account: Account, token: Account): Amount {
    return new Amount(this.sum(account.address, token.address, 1n, 1n));
  }
  inflow(account: Account, token: Account): Amount {
    return new Amount(this.sum(account.address, token.address, 1n, 0n));
  }
  outflow(account: Account, token: Account): Amount {
    return new Amount(this.sum(account.address, token.address, 0n, -1n));
  }

  private sum(who: Address, token: Address, gained: bigint, lost: bigint): bigint {
    if (this.transfers === null) throw new Unknowable('the node gave no logs of this transaction: what it moved is not known');
    let total = 0n;
    for (const transfer of this.transfers) {
      if (transfer.token !== token) continue;
      if (transfer.to === who) total += gained * transfer.amount;
      if (transfer.from === who) total -= lost * transfer.amount;
    }
    return total;
  }
}
