import { NATIVE } from '../../chain/decoded.js';
import type { DetectContext, InspectedTransaction } from '../../detect/detector.js';
import { type Account, accountOf } from '../account.js';
import { Amount } from '../amount.js';
import type { CallLike, ItemDecoder } from '../decoded-item.js';
import { CallView, EventView } from './item-views.js';
import { ApprovalView, TransferView } from './movement-views.js';
import { Unknowable } from './unknowable.js';

/** A transaction as one monitor's ABI reads it. */
export class TransactionView {
  constructor(
    private readonly tx: InspectedTransaction,
    private readonly decoder: ItemDecoder,
    private readonly ctx: Pick<DetectContext, 'priceUsdOf' | 'decimalsOf'>,
    /** False: receipts of this block came without them. */
    private readonly hasLogs = true,
  ) {}

  private get receipt() {
    if (this.tx.receipt === null) throw new Unknowable('the node gave no receipt of this transaction');
    return this.tx.receipt;
  }

  private get logs() {
    const { logs } = this.receipt;
    if (!this.hasLogs && logs.length === 0) throw new Unknowable('the node gave no logs of this transaction');
    return logs;
  }

  get hash(): string {
    return this.tx.hash;
  }
  get index(): bigint {
    return BigInt(this.tx.index);
  }
  get type(): bigint {
    return BigInt(this.tx.type);
  }
  get from(): Account {
    return accountOf(this.tx.from);
  }
  /** The created contract where there is no recipient. */
  get to(): Account {
    return accountOf(this.tx.to ?? this.tx.receipt?.contractAddress ?? NATIVE);
  }
  get creates(): boolean {
    return this.tx.to === null;
  }
  get value(): Amount {
    return new Amount(this.tx.valueWei);
  }
  get nonce(): bigint {
    return BigInt(this.tx.nonce);
  }
  get input(): string {
    return this.tx.input;
  }
  get selector(): string {
    return this.tx.decoded.selector ?? '';
  }
  get succeeded(): boolean {
    if (this.receipt.status === null) throw new Unknowable('the node does not say whether this transaction succeeded');
    return this.receipt.status === 1;
  }
  get gasLimit(): bigint {
    return BigInt(this.tx.gasLimit);
  }
  get gasUsed(): bigint {
    if (this.receipt.gasUsed === null) throw new Unknowable('the node does not say how much gas this transaction used');
    return BigInt(this.receipt.gasUsed);
  }
  get gasPrice(): Amount {
    const price = this.receipt.effectiveGasPriceWei ?? this.tx.gasPriceWei;
    if (price === null) throw new Unknowable('the node does not say what this transaction paid for gas');
    return new Amount(price);
  }
  get fee(): Amount {
    return new Amount(this.gasUsed * this.gasPrice.value);
  }
  get events(): readonly EventView[] {
    return this.logs.map((log) => new EventView(log, this.decoder));
  }
  get calls(): readonly CallView[] {
    if (this.tx.frames === null) throw new Unknowable('the node gave no trace of this transaction: its calls are not known');
    return this.tx.frames.map((call) => new CallView(call, this.decoder));
  }
  get transfers(): readonly TransferView[] {
    void this.logs; // Tokens are in them.
    return this.tx.decoded.transfers.map((transfer) => new TransferView(transfer, this.ctx));
  }
  get approvals(): readonly ApprovalView[] {
    void this.logs;
    return this.tx.decoded.approvals.map((approval) => new ApprovalView(approval));
  }
}

/** Every frame, or the transaction's own call where the node gave no trace. */
export function callsOf(tx: InspectedTransaction): readonly CallLike[] {
  if (tx.frames !== null) return tx.frames;
  const kind = tx.to === null ? 'CREATE' : 'CALL';
  const { from, to, valueWei, input } = tx;
  return [{ index: 0, depth: 0, kind, from, to, valueWei, input, failed: tx.receipt?.status === 0 }];
}
