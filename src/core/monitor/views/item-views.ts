import type { Log } from '../../chain/block.js';
import { NATIVE } from '../../chain/decoded.js';
import { type Account, accountOf } from '../account.js';
import { Amount } from '../amount.js';
import { CallArguments, type CallLike, type DecodedItem, EventArguments, type ItemDecoder } from '../decoded-item.js';

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
