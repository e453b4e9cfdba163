import type { Channel } from './control-store.js';

export interface Notification {
  /** Stable over retries: the receiver's idempotency key. */
  readonly id: string;
  readonly body: string;
}

export type NotifyResult =
  | { readonly kind: 'delivered'; readonly status: number }
  /** Worth another try: the receiver is down, slow or says so. */
  | { readonly kind: 'retry'; readonly reason: string; readonly afterMs: number | null }
  /** Trying again changes nothing: the target is forbidden or says that it is gone. */
  | { readonly kind: 'dead'; readonly reason: string };

/** Sends one notification to one channel's target. Never throws for what the target does. */
export interface Notifier {
  send(channel: Channel, notification: Notification): Promise<NotifyResult>;
  close(): Promise<void>;
}
