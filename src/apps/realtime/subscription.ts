import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';
import { isWanted, type Wanted } from './event-filter.js';
import type { EventStream } from './event-stream.js';

/** What a subscription sends to. */
export interface Receiver {
  send(event: OutboundEvent): void;
  /** More waits for the client than it should. */
  isFull(): boolean;
  /** Resolves when the client took most of what waits for it, or is gone. */
  room(): Promise<void>;
  /** It fell behind: from this cursor on it is given the stored events, as it takes them. */
  lagging(cursor: bigint): void;
}

export interface SubscriptionDeps {
  readonly stream: EventStream;
  readonly store: Pick<AlertStore, 'oldestCursor'>;
  readonly receiver: Receiver;
}

const PAGE = 200;

/**
 * One client's place in the sequence. Behind the stream it reads on, page by page as the client takes them; at the stream's own place it goes live.
 * Both the look at the stream's place and its passing on are synchronous, so that nothing can fall in between; what was given early is not given twice.
 * A client that takes too little goes back to reading: what waits for it is bounded, nobody else waits, and it loses nothing.
 */
export class Subscription {
  private isClosed = false;
  private leave: (() => void) | null = null;

  constructor(
    private readonly deps: SubscriptionDeps,
    private wanted: Wanted,
    private at: bigint,
    /** Called where events were forgotten by age before the client took them. */
    private readonly onLost: (error: unknown) => void,
  ) {}

  /** Catches up, then follows. */
  start(): void {
    this.catchUp().catch(this.onLost);
  }

  /** All up to here was looked at; after it this goes on. */
  get cursor(): bigint {
    return this.leave === null ? this.at : this.deps.stream.cursor;
  }

  /** From the next event on it wants something else. */
  want(wanted: Wanted): void {
    this.wanted = wanted;
    if (this.leave === null) return;
    this.leave();
    this.join();
  }

  private async catchUp(): Promise<void> {
    const { stream, receiver } = this.deps;
    while (!this.isClosed && this.at < stream.cursor) {
      await receiver.room();
      const page = await stream.after(this.at, PAGE);
      const [first] = page;
      if (first === undefined || BigInt(first.cursor) > this.at + 1n) await this.refuseLoss();
      if (first === undefined) break;
      for (const event of page) this.take(event);
    }
    if (!this.isClosed) this.join();
  }

  private join(): void {
    this.leave = this.deps.stream.rooms.join(this.wanted, (event) => this.live(event));
  }

  private live(event: OutboundEvent): void {
    if (!this.deps.receiver.isFull()) return this.take(event);
    this.leave?.();
    this.leave = null;
    // While it was live, nothing before this one was kept from it.
    this.at = BigInt(event.cursor) - 1n;
    this.deps.receiver.lagging(this.at);
    this.start();
  }

  private take(event: OutboundEvent): void {
    const cursor = BigInt(event.cursor);
    if (this.isClosed || cursor <= this.at) return;
    this.at = cursor;
    if (isWanted(this.wanted, event)) this.deps.receiver.send(event);
  }

  /** A number that was never given makes no gap; an event that is no longer kept does. */
  private async refuseLoss(): Promise<void> {
    const oldest = await this.deps.store.oldestCursor();
    if (oldest !== null && this.at < BigInt(oldest) - 1n) throw new Error(`events are kept from ${oldest} on, and ${this.at} was the last`);
  }

  close(): void {
    this.isClosed = true;
    this.leave?.();
    this.leave = null;
  }
}
