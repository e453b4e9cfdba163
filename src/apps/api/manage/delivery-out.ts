import { z } from 'zod';
import { withoutCredentials, withoutPath } from '../../../adapters/notifier/redact.js';
import type { channelSchema, deliverySchema, deliverySummarySchema, exchangeSchema } from '../../../contracts/channel.js';
import type { responseSettingsSchema } from '../../../contracts/response.js';
import type { Json } from '../../../core/detect/finding.js';
import type { ResponseSettings } from '../../../core/respond/response.js';
import type { Channel, Exchange, OutboxMessage, OutboxSummary } from '../../../ports/delivery-store.js';

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Without what opens something: secrets, and the targets of kinds whose URL is one. */
export function channelOut(channel: Channel): z.output<typeof channelSchema> {
  const {
    id,
    kind,
    apiUrl,
    secretRef,
    minSeverity,
    enabled,
    digest,
    minGapS,
    ratePerMinute,
    chains,
    addresses,
    canary,
    response,
    createdAtMs,
  } = channel;
  const ends = channel.secrets.flatMap(({ expiresAtMs }) => (expiresAtMs === null ? [] : [expiresAtMs]));
  return {
    id,
    kind,
    target: shownTarget(channel),
    apiUrl,
    secretRef,
    minSeverity,
    enabled,
    digest,
    minGapS,
    ratePerMinute,
    chains: chains === null ? null : [...chains],
    addresses: addresses === null ? null : [...addresses],
    canary,
    response: response === null ? null : responseOut(response),
    secretExpiresAt: timeOf(ends[0] ?? null),
    createdAt: new Date(createdAtMs).toISOString(),
  };
}

function responseOut({ monitors, action, ...rest }: ResponseSettings): z.output<typeof responseSettingsSchema> {
  return { ...rest, monitors: [...monitors], action: action.kind === 'webhook' ? action : { ...action, args: jsonCopy(action.args) } };
}

function jsonCopy(args: readonly Json[]): z.output<ReturnType<typeof z.json>>[] {
  return z.array(z.json()).parse(JSON.parse(JSON.stringify(args)));
}

function shownTarget({ kind, target }: Channel): string {
  if (kind === 'slack' || kind === 'discord') return withoutPath(target);
  return kind === 'email' || kind === 'telegram' ? target : withoutCredentials(target);
}

export function deliveryOut(message: OutboxMessage): z.output<typeof deliverySchema> {
  const { id, channelId, type, state, severity, incidentId, attempts, bundledIn, lastError } = message;
  return {
    id,
    channelId,
    type,
    state,
    severity,
    incidentId,
    title: titleOf(message.body),
    attempts,
    bundledIn,
    lastError,
    createdAt: new Date(message.createdAtMs).toISOString(),
    nextAttemptAt: new Date(message.nextAttemptAtMs).toISOString(),
    heldUntil: timeOf(message.heldUntilMs),
    deliveredAt: timeOf(message.deliveredAtMs),
  };
}

export function summaryOut({ last, ...counts }: OutboxSummary): z.output<typeof deliverySummarySchema> {
  return { ...counts, last: last === null ? null : deliveryOut(last) };
}

const titledSchema = z.object({ data: z.object({ title: z.string() }) });

function titleOf(body: string): string | null {
  return titledSchema.safeParse(JSON.parse(body)).data?.data.title ?? null;
}

export function exchangeOut(exchange: Exchange | null): z.output<typeof exchangeSchema> | null {
  if (exchange === null) return null;
  const { request, response, latencyMs, error } = exchange;
  return {
    request: { ...request, headers: { ...request.headers } },
    response: response === null ? null : { ...response, headers: { ...response.headers } },
    latencyMs,
    error,
  };
}
