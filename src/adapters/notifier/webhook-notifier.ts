import { isIP } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import { messageOf } from '../../core/errors.js';
import type { Channel } from '../../ports/control-store.js';
import type { Notification, Notifier, NotifyResult } from '../../ports/notifier.js';
import { isPublicAddress, publicLookup } from './public-lookup.js';

const TIMEOUT_MS = 10_000;
const LONGEST_RETRY_AFTER_MS = 86_400_000;

export interface WebhookNotifierOptions {
  /** Lets webhooks reach loopback and private networks: for tests and for receivers in the operator's own network. */
  readonly allowPrivateTargets: boolean;
}

/** Sends by the Standard Webhooks convention. Redirects are not followed: they would lead past the guard. */
export function createWebhookNotifier({ allowPrivateTargets }: WebhookNotifierOptions): Notifier {
  const timeouts = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, connect: { timeout: TIMEOUT_MS } };
  const agent = new Agent(allowPrivateTargets ? timeouts : { ...timeouts, connect: { timeout: TIMEOUT_MS, lookup: publicLookup } });

  return {
    async send(channel, notification): Promise<NotifyResult> {
      if (!URL.canParse(channel.target)) return { kind: 'dead', reason: 'the target is no URL' };
      const host = new URL(channel.target).hostname.replace(/^\[|\]$/g, '');
      if (!allowPrivateTargets && isIP(host) !== 0 && !isPublicAddress(host)) {
        return { kind: 'dead', reason: 'the target is a private address; TOCSIN_ALLOW_PRIVATE_TARGETS allows it' };
      }
      try {
        const response = await request(channel.target, {
          method: 'POST',
          dispatcher: agent,
          headers: signedHeaders(channel, notification, new Date()),
          body: notification.body,
        });
        await response.body.dump({ limit: 65_536 });
        return resultOf(response.statusCode, response.headers['retry-after']);
      } catch (error) {
        if (Reflect.get(Object(error), 'code') === 'EPRIVATE') return { kind: 'dead', reason: messageOf(error) };
        return { kind: 'retry', reason: messageOf(error), afterMs: null };
      }
    },
    close: () => agent.close(),
  };
}

/** One signature a valid secret, so that a receiver holds either the old or the new one while it is rotated. */
export function signedHeaders(channel: Pick<Channel, 'secrets'>, { id, body }: Notification, at: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'tocsin',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': channel.secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

function resultOf(status: number, retryAfter: string | string[] | undefined): NotifyResult {
  if (status >= 200 && status < 300) return { kind: 'delivered', status };
  if (status === 410) return { kind: 'dead', reason: 'the receiver says that it is gone (410)' };
  return { kind: 'retry', reason: `HTTP ${status}`, afterMs: retryAfterMs(retryAfter) };
}

/** Seconds or a date, by RFC 9110; null where it is neither or already over. */
function retryAfterMs(header: string | string[] | undefined): number | null {
  const value = String(header ?? '').trim();
  const ms = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : null;
}
