import { Webhook } from 'standardwebhooks';
import type { ChannelSecret } from '../../ports/delivery-store.js';
import type { Notification } from '../../ports/notifier.js';

/** One signature a valid secret, so that a receiver holds either the old or the new one while it is rotated. */
export function signedHeaders(secrets: readonly ChannelSecret[], { id, body }: Notification, at: Date): Record<string, string> {
  const valid = secrets.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > at.getTime());
  return {
    'content-type': 'application/json',
    'user-agent': 'tocsin',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': valid.map(({ value }) => new Webhook(value).sign(id, at, body)).join(' '),
  };
}
