import type { Channel } from '../../ports/delivery-store.js';
import type { Notification } from '../../ports/notifier.js';
import { discordMessage } from './discord-message.js';
import { opsgenieRequest } from './opsgenie-request.js';
import type { OutboundAnswer, OutboundRequest } from './outbound-http.js';
import { pagerDutyEvent } from './pagerduty-event.js';
import { secretsInUrl, withoutCredentials, withoutPath } from './redact.js';
import { secondsMs } from './retry-after.js';
import { slackMessage } from './slack-message.js';
import { signedHeaders } from './standard-webhook.js';
import { lastWord, type Story, storyOf } from './story.js';
import { telegramMessage } from './telegram-message.js';

export interface ToSend {
  readonly channel: Channel;
  readonly notification: Notification;
  /** The stored secret that the channel names; '' where it names none. */
  readonly secret: string;
  readonly publicUrl: string | null;
  readonly nowMs: number;
}

type Response = NonNullable<OutboundAnswer['response']>;

export interface HttpKind {
  /** Null: there is nothing to tell to this kind. */
  request(what: ToSend): OutboundRequest | null;
  /** Whether a 2xx says that the message was taken; anything may answer 200. */
  isTaken(response: Response): boolean;
  /** 4xx that are about this message alone: no other try would go better. */
  readonly refusals: readonly number[];
  /** What the body asks to wait, where the vendor says it there. */
  waitMs?(response: Response): number | null;
  /** How long the vendor wants to hear nothing though it took the message. */
  pauseMs?(response: Response): number | undefined;
}

const JSON_HEADERS = { 'content-type': 'application/json', 'user-agent': 'tocsin' };
const UNREADABLE = 400;
const TOO_LARGE = 413;
const UNPROCESSABLE = 422;

export const TELEGRAM_API = 'https://api.telegram.org';

export const HTTP_KINDS = {
  webhook: {
    request: ({ channel, notification, nowMs }) => ({
      url: channel.target,
      shownUrl: withoutCredentials(channel.target),
      headers: signedHeaders(channel.secrets, notification, new Date(nowMs)),
      body: notification.body,
      secrets: [...channel.secrets.map(({ value }) => value), ...secretsInUrl(channel.target, false)],
    }),
    isTaken: () => true,
    refusals: [],
  },
  slack: {
    request: (what) =>
      jsonRequest(
        what.channel.target,
        withoutPath(what.channel.target),
        slackMessage(storyFor(what)),
        secretsInUrl(what.channel.target, true),
      ),
    isTaken: ({ body }) => body.trim() === 'ok',
    refusals: [UNREADABLE, TOO_LARGE],
  },
  discord: {
    // With `wait` it answers with the message that it made, and not before.
    request: (what) =>
      jsonRequest(
        withWait(what.channel.target),
        withoutPath(what.channel.target),
        discordMessage(storyFor(what)),
        secretsInUrl(what.channel.target, true),
      ),
    isTaken: ({ status, body }) => status === 204 || typeof fieldOf(body, 'id') === 'string',
    refusals: [UNREADABLE, TOO_LARGE],
    waitMs: ({ body }) => secondsMs(fieldOf(body, 'retry_after')),
    pauseMs: ({ headers }) =>
      headers['x-ratelimit-remaining'] === '0' ? (secondsMs(Number(headers['x-ratelimit-reset-after'])) ?? undefined) : undefined,
  },
  telegram: {
    request(what) {
      const base = (what.channel.apiUrl ?? TELEGRAM_API).replace(/\/+$/, '');
      const message = telegramMessage(storyFor(what), what.channel.target);
      return jsonRequest(`${base}/bot${what.secret}/sendMessage`, `${base}/bot***/sendMessage`, message, [what.secret]);
    },
    isTaken: ({ body }) => fieldOf(body, 'ok') === true,
    refusals: [UNREADABLE],
    waitMs: ({ body }) => secondsMs(Reflect.get(Object(fieldOf(body, 'parameters')), 'retry_after')),
  },
  pagerduty: {
    request(what) {
      const event = pagerDutyEvent(pagedStory(what), what.secret);
      return event === null ? null : jsonRequest(what.channel.target, what.channel.target, event, [what.secret]);
    },
    isTaken: ({ body }) => fieldOf(body, 'status') === 'success',
    refusals: [UNREADABLE],
  },
  opsgenie: {
    request(what) {
      const made = opsgenieRequest(pagedStory(what));
      if (made === null) return null;
      const url = `${what.channel.target.replace(/\/+$/, '')}${made.path}`;
      const request = jsonRequest(url, url, made.body, [what.secret]);
      return { ...request, headers: { ...request.headers, authorization: `GenieKey ${what.secret}` } };
    },
    isTaken: ({ body }) => typeof fieldOf(body, 'requestId') === 'string',
    refusals: [UNREADABLE, UNPROCESSABLE],
  },
} as const satisfies Readonly<Record<string, HttpKind>>;

function jsonRequest(url: string, shownUrl: string, body: object, secrets: readonly string[]): OutboundRequest {
  return { url, shownUrl, headers: JSON_HEADERS, body: JSON.stringify(body), secrets };
}

function storyFor({ notification, publicUrl }: ToSend): Story {
  return storyOf(notification.id, notification.body, publicUrl);
}

function pagedStory(what: ToSend): Story {
  return lastWord(storyFor(what), what.notification.body, what.publicUrl);
}

function withWait(target: string): string {
  if (!URL.canParse(target)) return target;
  const url = new URL(target);
  url.searchParams.set('wait', 'true');
  return url.toString();
}

function fieldOf(body: string, name: string): unknown {
  try {
    return Reflect.get(Object(JSON.parse(body)), name);
  } catch {
    return undefined; // Garbage has no fields.
  }
}
