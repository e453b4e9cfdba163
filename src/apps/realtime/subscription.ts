import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventStream } from './event-stream.js';

export interface SubscriptionDeps {
  readonly stream: EventStream;
  readonly store: Pick<AlertStore, 'eventsAfter'>;
  readonly wants: (event: OutboundEvent) => boolean;
  readonly send: (event: OutboundEvent) => void;
  /** Resolves when the client took enough of what waits for it. */
  readonly room: () => Promise<void>;
}

const PAGE = 500;

/**
 * One client's place in the sequence. Behind the stream it reads the store, page by page as the client takes them; at the stream's own place it goes live.
 * Both the look at the stream's place and its passing on are synchronous, so that nothing can fall in between; what the store gave early is not given twice.
 */
export class Subscription {
  private isClosed = false;
  private stopListening: (() => void) | null = null;

  constructor(
    private readonly deps: SubscriptionDeps,
    private at: bigint,
  ) {}

  async run(): Promise<void> {
    const { stream, store, room } = this.deps;
    while (!this.isClosed && this.at < stream.cursor) {
      await room();
      const page = await store.eventsAfter(String(this.at), PAGE);
      for (const event of page) this.take(event);
      // The store is at its end: what the stream passed beyond was forgotten there, by age.
      if (page.length === 0) break;
    }
    if (!this.isClosed) this.stopListening = stream.listen((event) => this.take(event));
  }

  private take(event: OutboundEvent): void {
    const cursor = BigInt(event.cursor);
    if (this.isClosed || cursor <= this.at) return;
    this.at = cursor;
    if (this.deps.wants(event)) this.deps.send(event);
  }

  close(): void {
    this.isClosed = true;
    this.stopListening?.();
  }
}
