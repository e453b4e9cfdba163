import type { ChannelKind } from '../../core/deliver/delivery.js';
import { messageOf } from '../../core/errors.js';
import type { Channel, SecretStore } from '../../ports/delivery-store.js';
import type { Notification, Notifier, NotifyResult } from '../../ports/notifier.js';
import { emailMessage } from './email-message.js';
import { HTTP_KINDS, type HttpKind, type ToSend } from './http-kinds.js';
import { createMailer, type SmtpSettings } from './mailer.js';
import { createOutboundHttp, type OutboundAnswer, type OutboundHttp } from './outbound-http.js';
import { retryAfterMs } from './retry-after.js';
import { storyOf } from './story.js';

export interface NotifierOptions {
  /** Lets channels reach loopback and private networks: for tests and for receivers in the operator's own network. */
  readonly allowPrivateTargets: boolean;
  readonly secrets: Pick<SecretStore, 'value'>;
  /** Null: no mail is sent from here. */
  readonly smtp?: SmtpSettings | null;
  /** Where the dashboard is, for links. */
  readonly publicUrl?: string | null;
  readonly nowMs?: () => number;
}

type Send = (what: ToSend) => Promise<NotifyResult>;

/** Every kind of channel, by its sender. */
export function createNotifier({
  allowPrivateTargets,
  secrets,
  smtp = null,
  publicUrl = null,
  nowMs = Date.now,
}: NotifierOptions): Notifier {
  const http = createOutboundHttp({ allowPrivateTargets });
  const over =
    (kind: HttpKind): Send =>
    (what) =>
      sendOver(http, kind, what);
  const kinds: Readonly<Record<ChannelKind, Send>> = {
    webhook: over(HTTP_KINDS.webhook),
    slack: over(HTTP_KINDS.slack),
    discord: over(HTTP_KINDS.discord),
    telegram: over(HTTP_KINDS.telegram),
    pagerduty: over(HTTP_KINDS.pagerduty),
    opsgenie: over(HTTP_KINDS.opsgenie),
    email: mailSender(smtp, allowPrivateTargets),
    response: async () => ({ kind: 'dead', reason: 'channels of the kind response are not available yet', exchange: null }),
  };

  async function secretOf({ organisationId, secretRef }: Channel): Promise<string | null> {
    return secretRef === null ? '' : secrets.value(organisationId, secretRef, nowMs());
  }

  return {
    async send(channel: Channel, notification: Notification) {
      let secret: string | null;
      try {
        secret = await secretOf(channel);
      } catch (error) {
        return later(`the secret cannot be read: ${messageOf(error)}`);
      }
      if (secret === null)
        return later(`the secret ${channel.secretRef} is not stored or has expired: PUT /v1/secrets/${channel.secretRef}`);
      try {
        return await kinds[channel.kind]({ channel, notification, secret, publicUrl, nowMs: nowMs() });
      } catch (error) {
        return { kind: 'dead', reason: `the message cannot be made: ${messageOf(error)}`, exchange: null };
      }
    },
    close: () => http.close(),
  };
}

/** Nothing was sent; somebody can mend it while it is tried. */
function later(reason: string): NotifyResult {
  return { kind: 'retry', reason, afterMs: null, exchange: null };
}

function mailSender(smtp: SmtpSettings | null, allowPrivateTargets: boolean): Send {
  if (smtp === null) return async () => later('no mail server is configured: set TOCSIN_SMTP_URL and TOCSIN_SMTP_FROM');
  const mailer = createMailer(smtp, { allowPrivateTargets });
  const domain = /@([A-Za-z0-9.-]+)/.exec(smtp.from)?.[1] ?? 'tocsin.invalid';
  return ({ channel, notification, publicUrl }) =>
    mailer.send(
      channel.target.split(',').map((address) => address.trim()),
      emailMessage(storyOf(notification.id, notification.body, publicUrl), domain),
    );
}

async function sendOver(http: OutboundHttp, kind: HttpKind, what: ToSend): Promise<NotifyResult> {
  const request = kind.request(what);
  if (request === null) return { kind: 'delivered', status: null, exchange: null };
  return judged(await http.post(request), kind, what.nowMs);
}

function judged({ response, exchange, isForbidden }: OutboundAnswer, kind: HttpKind, nowMs: number): NotifyResult {
  if (response === null) {
    const reason = exchange.error ?? 'no answer';
    return isForbidden ? { kind: 'dead', reason, exchange } : { kind: 'retry', reason, afterMs: null, exchange };
  }
  const { status } = response;
  if (status >= 200 && status < 300) {
    if (!kind.isTaken(response))
      return { kind: 'retry', reason: `HTTP ${status}, but not the answer of a message that was taken`, afterMs: null, exchange };
    const pauseMs = kind.pauseMs?.(response);
    return { kind: 'delivered', status, exchange, ...(pauseMs === undefined ? {} : { pauseMs }) };
  }
  if (status === 410) return { kind: 'dead', reason: 'the receiver says that it is gone (410)', exchange };
  if (kind.refusals.includes(status)) return { kind: 'dead', reason: `the receiver refuses this message (HTTP ${status})`, exchange };
  const afterMs = kind.waitMs?.(response) ?? retryAfterMs(response.headers['retry-after'], nowMs);
  return { kind: 'retry', reason: `HTTP ${status}`, afterMs, isPause: status === 429 || status === 503, exchange };
}
