import type { Approval, Transfer } from '../../chain/decoded.js';
import type { DetectContext } from '../../detect/detector.js';
import { type Account, accountOf } from '../account.js';
import { Amount } from '../amount.js';
import { Unknowable } from './unknowable.js';

export class TransferView {
  constructor(
    private readonly transfer: Transfer,
    private readonly ctx: Pick<DetectContext, 'priceUsdOf' | 'decimalsOf'>,
  ) {}

  get standard(): string {
    return this.transfer.standard;
  }
  get token(): Account {
    return accountOf(this.transfer.token);
  }
  get from(): Account {
    return accountOf(this.transfer.from);
  }
  get to(): Account {
    return accountOf(this.transfer.to);
  }
  get amount(): Amount {
    return new Amount(this.transfer.amount);
  }
  /** −1 where the standard has none. */
  get tokenId(): Amount {
    return new Amount(this.transfer.tokenId ?? -1n);
  }
  get priced(): boolean {
    return this.usdOrNull !== null;
  }
  get usd(): number {
    if (this.usdOrNull === null)
      throw new Unknowable(`the price of ${this.transfer.token} is not known here: ask transfer.priced first, or compare the amount`);
    return this.usdOrNull;
  }

  private get usdOrNull(): number | null {
    const { token, standard, amount } = this.transfer;
    const price = this.ctx.priceUsdOf(token);
    const decimals = standard === 'native' ? 18 : this.ctx.decimalsOf(token);
    return price === null || decimals === null ? null : (Number(amount) / 10 ** decimals) * price;
  }
}

export class ApprovalView {
  constructor(private readonly approval: Approval) {}

  get kind(): string {
    return this.approval.kind;
  }
  get token(): Account {
    return accountOf(this.approval.token);
  }
  get owner(): Account {
    return accountOf(this.approval.owner);
  }
  get spender(): Account {
    return accountOf(this.approval.spender);
  }
  get amount(): Amount {
    return new Amount(this.approval.amount);
  }
}
