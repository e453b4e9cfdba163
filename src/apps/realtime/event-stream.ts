import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';

export type Listener = (event: OutboundEvent) => void;

const PAGE = 1_000;

/**
 * All events in the order of their cursors, each once. Records of the log may come again, and those of two writers may come crosswise; the store has them in order.
 * So what follows the last cursor at once is passed on as it comes, and where one is missing the store is read up to there.
 */
export class EventStream {
  private readonly listeners = new Set<Listener>();
  private last = 0n;
  private turns: Promise<void> = Promise.resolve();

  constructor(private readonly store: Pick<AlertStore, 'eventsAfter' | 'latestCursor'>) {}

  /** Everything after this moment is passed on. */
  async start(): Promise<void> {
    this.last = BigInt(await this.store.latestCursor());
  }

  /** The newest event that was passed on. */
  get cursor(): bigint {
    return this.last;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What the log brought. Rejects where the store cannot be read: the log gives it again. */
  accept(events: readonly OutboundEvent[]): Promise<void> {
    return this.inTurn(() => this.acceptNow(events));
  }

  /** What is stored and did not come by the log: told before this process listened, or by one that died between the two. */
  catchUp(): Promise<void> {
    return this.inTurn(async () => this.fillTo(BigInt(await this.store.latestCursor())));
  }

  /** One after the other: a gap is filled before anything later passes. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turns.then(work);
    this.turns = done.catch(() => undefined);
    return done;
  }

  private async acceptNow(events: readonly OutboundEvent[]): Promise<void> {
    const ordered = [...events].sort((a, b) => (BigInt(a.cursor) < BigInt(b.cursor) ? -1 : 1));
    for (const event of ordered) {
      const cursor = BigInt(event.cursor);
      if (cursor <= this.last) continue;
      if (cursor > this.last + 1n) await this.fillTo(cursor);
      if (cursor > this.last) this.pass(event);
    }
  }

  private async fillTo(cursor: bigint): Promise<void> {
    while (this.last < cursor) {
      const page = await this.store.eventsAfter(String(this.last), PAGE);
      for (const event of page) if (BigInt(event.cursor) > this.last) this.pass(event);
      if (page.length < PAGE) return;
    }
  }

  private pass(event: OutboundEvent): void {
    this.last = BigInt(event.cursor);
    for (const listener of this.listeners) listener(event);
  }
}
