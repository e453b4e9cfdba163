import type { BlockRef } from '../../core/chain/chain-event.js';
import type { Clock } from '../../ports/clock.js';
import type { CursorStore, Lease } from '../../ports/control-store.js';

const ADVANCE_EVERY_BLOCKS = 32;
const ADVANCE_EVERY_MS = 250;

/** What was published under one lease, recorded in the store in small batches. A crash before that publishes some blocks again, and analysis drops them. */
export class PublishedCursor {
  private pending: readonly BlockRef[] = [];
  private truncateAbove: number | null = null;
  private advancedAtMs = 0;
  private advancing: Promise<void> = Promise.resolve();

  constructor(
    private readonly cursors: CursorStore,
    private readonly lease: Lease,
    private readonly clock: Clock,
  ) {}

  /** Call after the log took the block. */
  published(ref: BlockRef): Promise<void> {
    this.pending = [...this.pending, ref];
    return this.advance(false);
  }

  /** Call after the log took the retraction. */
  async retracted(ref: BlockRef): Promise<void> {
    await this.advance(true); // What was published before it comes first: the truncation must meet it.
    this.truncateAbove = ref.number - 1;
  }

  flush(): Promise<void> {
    return this.advance(true);
  }

  /** After the newest block nothing else may come for a while: the cursor must not wait for it. */
  async advanceWhileQuiet(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.clock.sleep(ADVANCE_EVERY_MS, signal);
      await this.advance(false).catch(() => undefined); // The next block meets the same trouble, and tells it.
    }
  }

  /** One move at a time. */
  private advance(isForced: boolean): Promise<void> {
    const moving = this.advancing.then(() => this.advanceNow(isForced));
    this.advancing = moving.catch(() => undefined);
    return moving;
  }

  private async advanceNow(isForced: boolean): Promise<void> {
    const { pending, truncateAbove } = this;
    if (pending.length === 0 && truncateAbove === null) return;
    const now = this.clock.nowMs();
    if (!isForced && pending.length < ADVANCE_EVERY_BLOCKS && now - this.advancedAtMs < ADVANCE_EVERY_MS) return;
    this.pending = [];
    this.truncateAbove = null;
    try {
      await this.cursors.advance(this.lease, pending, truncateAbove);
    } catch (error) {
      this.pending = [...pending, ...this.pending];
      this.truncateAbove ??= truncateAbove;
      throw error;
    }
    this.advancedAtMs = now;
  }
}
