import type { OutboxDraft, OutboxMessage } from './delivery-store.js';

/** When a chain's canary last came through to delivery. */
export interface ChainCanary {
  readonly chainId: number;
  /** When that one was put into the log. */
  readonly sentAtMs: number;
  readonly heardAtMs: number;
}

export interface ChannelCanary {
  readonly organisationId: string;
  readonly channelId: string;
  readonly queuedAtMs: number;
  /** When one was last tried; null: none was. */
  readonly triedAtMs: number | null;
  /** Why the last one that was tried did not come through; null where it did. */
  readonly reason: string | null;
  /** When one last came through; null: none did yet. */
  readonly heardAtMs: number | null;
}

/** How a claimed canary ended; it is never tried again, the next one comes soon. */
export interface CanaryEnd {
  readonly atMs: number;
  /** Null: it came through. */
  readonly reason: string | null;
}

/** What is known of the canaries: messages that tell nothing, to see that those that do would arrive. */
export interface CanaryStore {
  /** A chain's canary arrived; an older one than is known changes nothing. */
  heard(canary: ChainCanary): Promise<void>;
  /**
   * Queues a canary for each channel whose last one was queued at least `gapMs` before and is not waiting any more. `sentAtMs` of an older one than the
   * channel's last is left out: the log may bring it again. Returns how many were queued.
   */
  enqueue(drafts: readonly OutboxDraft[], sentAtMs: number, gapMs: number): Promise<number>;
  /** Ends a claimed canary and takes it out of the outbox. False where the claim was lost. */
  end(claim: Pick<OutboxMessage, 'id' | 'fence'>, end: CanaryEnd): Promise<boolean>;
  chains(): Promise<readonly ChainCanary[]>;
  /** Of an organisation; null: of all. */
  channels(organisationId: string | null): Promise<readonly ChannelCanary[]>;
}
