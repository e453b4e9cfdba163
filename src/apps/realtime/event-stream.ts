import type { AlertStore, OutboundEvent } from '../../ports/control-store.js';
import { Rooms } from './rooms.js';

const PAGE = 1_000;
/** The newest events are kept here too: who comes back after a moment, or fell behind a little, costs the store nothing. */
const KEPT = 2_048;
/** Pages for clients that are read at a time; others wait their turn, so that what lies in memory for them is bounded. */
const READERS = 4;

/**
 * All events in the order of their cursors, each once. Records of the log may come again, and those of two writers may come crosswise; the store has them in order.
 * So what follows the last cursor at once is passed on as it comes, and where one is missing the store is read up to there.
 */
export class EventStream {
  readonly rooms = new Rooms();
  private last = 0n;
  private turns: Promise<void> = Promise.resolve();
  private readonly recent: { readonly cursor: bigint; readonly event: OutboundEvent }[] = [];
  /** Everything after this cursor is in `recent`. */
  private recentAfter = 0n;
  private reading = 0;
  private readonly waitingReaders: (() => void)[] = [];

  constructor(private readonly store: Pick<AlertStore, 'eventsAfter' | 'latestCursor'>) {}

  /** Everything after this moment is passed on. */
  async start(): Promise<void> {
    this.last = BigInt(await this.store.latestCursor());
    this.recentAfter = this.last;
  }

  /** The newest event that was passed on. */
  get cursor(): bigint {
    return this.last;
  }

  /** Events after a cursor, in order; from memory where they are there. */
  async after(cursor: bigint, limit: number): Promise<readonly OutboundEvent[]> {
    if (cursor >= this.recentAfter) {
      const from = this.firstAfter(cursor);
      return this.recent.slice(from, from + limit).map(({ event }) => event);
    }
    while (this.reading >= READERS) await new Promise<void>((resolve) => this.waitingReaders.push(resolve));
    this.reading += 1;
    try {
      return await this.store.eventsAfter(String(cursor), limit);
    } finally {
      this.reading -= 1;
      this.waitingReaders.shift()?.();
    }
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

  /** By halves: the newest are in order. */
  private firstAfter(cursor: bigint): number {
    let low = 0;
    let high = this.recent.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.recent[middle]?.cursor ?? 0n) <= cursor) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private pass(event: OutboundEvent): void {
    this.last = BigInt(event.cursor);
    this.recent.push({ cursor: this.last, event });
    // Half of it is forgotten at a time: a step of the whole list for each event would cost more than the memory.
    if (this.recent.length >= KEPT * 2) this.recentAfter = this.recent.splice(0, KEPT).at(-1)?.cursor ?? this.last;
    this.rooms.tell(event);
  }
}
