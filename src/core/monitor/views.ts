import type { Address, Block, Log } from '../chain/block.js';
import { type Approval, NATIVE, type Transfer } from '../chain/decoded.js';
import type { DetectContext, InspectedTransaction } from '../detect/detector.js';
import { type Finding, severityRank } from '../detect/finding.js';
import { type Account, accountOf } from './account.js';
import { Amount } from './amount.js';
import { CallArguments, type CallLike, type DecodedItem, EventArguments, type ItemDecoder, type ReadsView } from './decoded-item.js';

/**
 * What expressions see, as classes that read when they are asked: most expressions look at two or three fields. Whole numbers of the language are bigint. What is not
 * known throws: an expression that needs it is an error that its owner hears of, never a silent "no".
 */

/** Thrown by views; the text is for the monitor's owner. */
export class Unknowable extends Error {}

const NO_EVENT_ARGUMENTS = new EventArguments({});
const NO_CALL_ARGUMENTS = new CallArguments({});

export class EventView {
  private item: DecodedItem<EventArguments> | null | undefined;

  constructor(
    private readonly log: Log,
    private readonly decoder: ItemDecoder,
  ) {}

  private get decodedItem(): DecodedItem<EventArguments> | null {
    if (this.item === undefined) this.item = this.decoder.event(this.log);
    return this.item;
  }

  get address(): Account {
    return accountOf(this.log.address);
  }
  /** Empty where the ABI does not know it. */
  get name(): string {
    return this.decodedItem?.name ?? '';
  }
  get signature(): string {
    return this.decodedItem?.signature ?? '';
  }
  get args(): EventArguments {
    return this.decodedItem?.args ?? NO_EVENT_ARGUMENTS;
  }
  get topics(): readonly string[] {
    return this.log.topics;
  }
  get data(): string {
    return this.log.data;
  }
  get index(): bigint {
    return BigInt(this.log.logIndex);
  }
}

export class CallView {
  private item: DecodedItem<CallArguments> | null | undefined;

  constructor(
    private readonly call: CallLike,
    private readonly decoder: ItemDecoder,
  ) {}

  private get decodedItem(): DecodedItem<CallArguments> | null {
    if (this.item === undefined) this.item = this.decoder.call(this.call.input);
    return this.item;
  }

  get from(): Account {
    return accountOf(this.call.from);
  }
  get to(): Account {
    return accountOf(this.call.to ?? NATIVE);
  }
  get kind(): string {
    return this.call.kind.toLowerCase();
  }
  get depth(): bigint {
    return BigInt(this.call.depth);
  }
  get index(): bigint {
    return BigInt(this.call.index);
  }
  get value(): Amount {
    return new Amount(this.call.valueWei);
  }
  get selector(): string {
    return this.call.input.length >= 10 ? this.call.input.slice(0, 10) : '';
  }
  get input(): string {
    return this.call.input;
  }
  get succeeded(): boolean {
    return !this.call.failed;
  }
  get name(): string {
    return this.decodedItem?.name ?? '';
  }
  get signature(): string {
    return this.decodedItem?.signature ?? '';
  }
  get args(): CallArguments {
    return this.decodedItem?.args ?? NO_CALL_ARGUMENTS;
  }
}

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

/** A transaction as one monitor's ABI reads it. */
export class TransactionView {
  constructor(
    private readonly tx: InspectedTransaction,
    private readonly decoder: ItemDecoder,
    private readonly ctx: Pick<DetectContext, 'priceUsdOf' | 'decimalsOf'>,
  ) {}

  private get receipt() {
    if (this.tx.receipt === null) throw new Unknowable('the node gave no receipt of this transaction');
    return this.tx.receipt;
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
    return this.receipt.logs.map((log) => new EventView(log, this.decoder));
  }
  get calls(): readonly CallView[] {
    return callsOf(this.tx).map((call) => new CallView(call, this.decoder));
  }
  get transfers(): readonly TransferView[] {
    return this.tx.decoded.transfers.map((transfer) => new TransferView(transfer, this.ctx));
  }
  get approvals(): readonly ApprovalView[] {
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

export class BlockView {
  constructor(
    private readonly block: Block,
    private readonly highestRisk: number | null,
  ) {}

  get number(): bigint {
    return BigInt(this.block.number);
  }
  get hash(): string {
    return this.block.hash;
  }
  get timestamp(): bigint {
    return BigInt(this.block.header.timestamp);
  }
  get miner(): Account {
    return accountOf(this.block.header.miner);
  }
  get transactions(): bigint {
    return BigInt(this.block.transactions.length);
  }
  get gasUsed(): bigint {
    return BigInt(this.block.header.gasUsed);
  }
  get gasLimit(): bigint {
    return BigInt(this.block.header.gasLimit);
  }
  get baseFee(): Amount {
    return new Amount(this.block.header.baseFeePerGasWei ?? 0n);
  }
  get maxRisk(): number {
    if (this.highestRisk === null) throw new Unknowable('no model scored this block');
    return this.highestRisk;
  }
}

export class ScoreView {
  constructor(
    private readonly riskOrNull: number | null,
    private readonly read: () => Readonly<Record<string, number>>,
  ) {}

  get known(): boolean {
    return this.riskOrNull !== null;
  }
  get risk(): number {
    if (this.riskOrNull === null) throw new Unknowable('no model scored this: ask score.known first');
    return this.riskOrNull;
  }
  /** Only those that are known. */
  get features(): Readonly<Record<string, number>> {
    return this.read();
  }
}

export class FindingView {
  constructor(private readonly finding: Finding) {}

  get detector(): string {
    return this.finding.detectorId;
  }
  get stage(): string {
    return this.finding.stage;
  }
  get severity(): string {
    return this.finding.severity;
  }
  /** 0 info … 4 critical, so that severities compare. */
  get rank(): bigint {
    return BigInt(severityRank(this.finding.severity));
  }
  get title(): string {
    return this.finding.title;
  }
  get summary(): string {
    return this.finding.summary;
  }
  get subject(): Account {
    return accountOf(this.finding.subject.address);
  }
  get role(): string {
    return this.finding.subject.role;
  }
  get parties(): readonly Account[] {
    return this.finding.parties.map(({ address }) => accountOf(address));
  }
}

export class LabelsView {
  constructor(private readonly ctx: Pick<DetectContext, 'labelsOf'>) {}

  of(account: Account): readonly string[] {
    return this.ctx.labelsOf(account.address).map(({ category }) => category);
  }
  has(account: Account, category: string): boolean {
    return this.ctx.labelsOf(account.address).some((label) => label.category === category);
  }
}

/** What changes: balances by what this transaction moved, and the monitor's view calls now and one block before. */
export class StateView {
  constructor(
    private readonly transfers: readonly Transfer[],
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
    let total = 0n;
    for (const transfer of this.transfers) {
      if (transfer.token !== token) continue;
      if (transfer.to === who) total += gained * transfer.amount;
      if (transfer.from === who) total -= lost * transfer.amount;
    }
    return total;
  }
}
