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

/** Answers incidents with something done. */
export interface ResponderPort {
  respond(
    channel: Channel,
    notification: Notification,
    post: (channel: Channel, url: string) => Promise<NotifyResult>,
  ): Promise<NotifyResult>;
  /** Rejects with why it could not be done. */
  rehearse(channel: Channel, reach: (url: string) => Promise<void>): Promise<void>;
}

export interface NotifierOptions {
  /** Lets channels reach loopback and private networks: for tests and for receivers in the operator's own network. */
  readonly allowPrivateTargets: boolean;
  readonly secrets: Pick<SecretStore, 'value'>;
  /** Null: no mail is sent from here. */
  readonly smtp?: SmtpSettings | null;
  /** Where the dashboard is, for links. */
  readonly publicUrl?: string | null;
  /** Does what channels of the kind response say; null: they are off here. */
  readonly responder?: ResponderPort | null;
  readonly nowMs?: () => number;
}

/** How a kind is sent, and how far that can be tried without sending. */
interface Sender {
  send(what: ToSend): Promise<NotifyResult>;
  /** Rejects with why it could not be sent. */
  rehearse(what: ToSend): Promise<void>;
}

/** Every kind of channel, by its sender. */
export function createNotifier({
  allowPrivateTargets,
  secrets,
  smtp = null,
  publicUrl = null,
  responder = null,
  nowMs = Date.now,
}: NotifierOptions): Notifier {
  const http = createOutboundHttp({ allowPrivateTargets });
  const over = (kind: HttpKind): Sender => httpSender(http, kind);
  const kinds: Readonly<Record<ChannelKind, Sender>> = {
    webhook: over(HTTP_KINDS.webhook),
    slack: over(HTTP_KINDS.slack),
    discord: over(HTTP_KINDS.discord),
    telegram: over(HTTP_KINDS.telegram),
    pagerduty: over(HTTP_KINDS.pagerduty),
    opsgenie: over(HTTP_KINDS.opsgenie),
    email: mailSender(smtp, allowPrivateTargets),
    response: responseSender(responder, http),
  };

  /** With the secret that it needs; else why that cannot be had. */
  async function prepared(channel: Channel, notification: Notification): Promise<ToSend | string> {
    const { organisationId, secretRef } = channel;
    try {
      const secret = secretRef === null ? '' : await secrets.value(organisationId, secretRef, nowMs());
      if (secret === null) return `the secret ${secretRef} is not stored or has expired: PUT /v1/secrets/${secretRef}`;
      return { channel, notification, secret, publicUrl, nowMs: nowMs() };
    } catch (error) {
      return `the secret cannot be read: ${messageOf(error)}`;
    }
  }

  return {
    async send(channel, notification) {
      const what = await prepared(channel, notification);
      if (typeof what === 'string') return later(what);
      try {
        return await kinds[channel.kind].send(what);
      } catch (error) {
        return { kind: 'dead', reason: `the message cannot be made: ${messageOf(error)}`, exchange: null };
      }
    },
    async rehearse(channel, notification) {
      const what = await prepared(channel, notification);
      if (typeof what === 'string') return what;
      return kinds[channel.kind].rehearse(what).then(() => null, messageOf);
    },
    close: () => http.close(),
  };
}

/** Nothing was sent; somebody can mend it while it is tried. */
function later(reason: string): NotifyResult {
  return { kind: 'retry', reason, afterMs: null, exchange: null };
}

const NO_RESPONSES = 'automatic responses are off here: the operator sets TOCSIN_RESPONSES';

/** What it does is the responder's; here it is given how webhooks are sent. */
function responseSender(responder: ResponderPort | null, http: OutboundHttp): Sender {
  if (responder === null)
    return {
      send: async () => ({ kind: 'dead', reason: NO_RESPONSES, exchange: null }),
      rehearse: () => Promise.reject(new Error(NO_RESPONSES)),
    };
  const webhook = httpSender(http, HTTP_KINDS.webhook);
  return {
    send: (what) =>
      responder.respond(what.channel, what.notification, (channel, url) => webhook.send({ ...what, channel: { ...channel, target: url } })),
    rehearse: ({ channel }) => responder.rehearse(channel, (url) => http.reach(url)),
  };
}

const NO_MAIL = 'no mail server is configured: set TOCSIN_SMTP_URL and TOCSIN_SMTP_FROM';

function mailSender(smtp: SmtpSettings | null, allowPrivateTargets: boolean): Sender {
  if (smtp === null) return { send: async () => later(NO_MAIL), rehearse: () => Promise.reject(new Error(NO_MAIL)) };
  const mailer = createMailer(smtp, { allowPrivateTargets });
  const domain = /@([A-Za-z0-9.-]+)/.exec(smtp.from)?.[1] ?? 'tocsin.invalid';
  const mailOf = ({ notification, publicUrl }: ToSend) => emailMessage(storyOf(notification.id, notification.body, publicUrl), domain);
  return {
    send: (what) =>
      mailer.send(
        what.channel.target.split(',').map((address) => address.trim()),
        mailOf(what),
      ),
    async rehearse(what) {
      mailOf(what);
      await mailer.reach();
    },
  };
}

function httpSender(http: OutboundHttp, kind: HttpKind): Sender {
  return {
    async send(what) {
      const request = kind.request(what);
      if (request === null) return { kind: 'delivered', status: null, exchange: null };
      return judged(await http.post(request), kind, what.nowMs);
    },
    async rehearse(what) {
      const request = kind.request(what);
      if (request !== null) await http.reach(request.url);
    },
  };
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
