import type { Channel, Exchange } from './delivery-store.js';

export interface Notification {
  /** Stable over retries: the receiver's idempotency key. */
  readonly id: string;
  /** `{type, timestamp, times, data}` as JSON: webhooks get it as it is, other kinds what their template makes of it. */
  readonly body: string;
}

/** Each with what was sent and answered, as far as it came to that. */
export type NotifyResult =
  | {
      readonly kind: 'delivered';
      /** Null: there was nothing to tell to this kind. */
      readonly status: number | null;
      readonly exchange: Exchange | null;
      /** The receiver wants to hear nothing more for so long. */
      readonly pauseMs?: number;
    }
  /** Worth another try: the receiver is down, slow or says so. `isPause`: what it asks for holds for everything that is sent there. */
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly afterMs: number | null;
      readonly isPause?: boolean;
      readonly exchange: Exchange | null;
    }
  /** Trying again changes nothing: the target is forbidden or says that it is gone. */
  | { readonly kind: 'dead'; readonly reason: string; readonly exchange: Exchange | null };

/** Sends one notification to one channel's target. Never throws for what the target does. */
export interface Notifier {
  send(channel: Channel, notification: Notification): Promise<NotifyResult>;
  /** Everything but the message itself: makes it, reads the secret, connects to the receiver as for sending. Returns why it could not be sent; null: it could. */
  rehearse(channel: Channel, notification: Notification): Promise<string | null>;
  close(): Promise<void>;
}
