import type { Frame, Hex, Log } from '../chain/block.js';

abstract class NamedValues {
  readonly [name: string]: unknown;

  constructor(values: Readonly<Record<string, unknown>>) {
    Object.assign(this, values);
  }
}

/** Arguments by name: classes of their own, so that the language knows their types. */
export class EventArguments extends NamedValues {}
export class CallArguments extends NamedValues {}
/** What was read of contracts, by its id; absent means that the node did not give one. */
export class ReadsView extends NamedValues {}

/** An event or call that the monitor's ABI names. */
export interface DecodedItem<A> {
  readonly name: string;
  readonly signature: string;
  readonly args: A;
}

/** Reads logs and calls by one monitor's ABI. Null where the ABI does not know it, or the data does not fit. */
export interface ItemDecoder {
  event(log: Log): DecodedItem<EventArguments> | null;
  call(input: Hex): DecodedItem<CallArguments> | null;
}

/** The call of a transaction itself, where no trace tells of it. */
export type CallLike = Pick<Frame, 'index' | 'depth' | 'kind' | 'from' | 'to' | 'valueWei' | 'input' | 'failed'>;
