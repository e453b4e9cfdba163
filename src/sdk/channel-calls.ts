import { z } from 'zod';
import {
  type channelChangeSchema,
  channelCreatedSchema,
  type channelInputSchema,
  channelSchema,
  type deliveriesQuerySchema,
  deliveryDetailSchema,
  type deliveryQuerySchema,
  deliverySchema,
  deliverySummarySchema,
  replayedSchema,
  rotatedSchema,
  type rotateSchema,
  type secretInputSchema,
  secretSchema,
  testResultSchema,
} from '../contracts/channel.js';
import { type deadLetterQuerySchema, deadLetterSchema } from '../contracts/management.js';
import { pageOf } from '../contracts/primitives.js';
import { armingSchema, responseRunsSchema } from '../contracts/response.js';
import { type QueryOf, type Request, withSignal } from './http.js';

const channelPageSchema = pageOf(channelSchema);
const deliveryPageSchema = pageOf(deliverySchema);
const summaryPageSchema = pageOf(deliverySummarySchema);
const secretPageSchema = pageOf(secretSchema);
const deadLetterPageSchema = pageOf(deadLetterSchema);

/** Where alerts are sent. */
export function channelCalls(request: Request) {
  const one = (id: string) => `/v1/channels/${encodeURIComponent(id)}`;
  return {
    list: (signal?: AbortSignal) => request(channelPageSchema, '/v1/channels', withSignal(signal)),
    get: (id: string, signal?: AbortSignal) => request(channelSchema, one(id), withSignal(signal)),
    /** The signing secret of a webhook is in this answer only. */
    create: (body: z.input<typeof channelInputSchema>) => request(channelCreatedSchema, '/v1/channels', { method: 'POST', body }),
    /** What is left out stays as it is. */
    change: (id: string, body: z.input<typeof channelChangeSchema>) => request(channelSchema, one(id), { method: 'PATCH', body }),
    /** What still waited for it is a dead letter. */
    remove: (id: string) => request(z.unknown(), one(id), { method: 'DELETE' }),
    /** The new signing secret is in this answer only; the old one is valid beside it for `overlapS`. */
    rotateSecret: (id: string, body: z.input<typeof rotateSchema> = {}) =>
      request(rotatedSchema, `${one(id)}/secret/rotate`, { method: 'POST', body }),
    /** Sends at once, and says what was sent and answered. */
    test: (id: string) => request(testResultSchema, `${one(id)}/test`, { method: 'POST' }),
    deliveries: (id: string, query: QueryOf<typeof deliveryQuerySchema> = {}, signal?: AbortSignal) =>
      request(deliveryPageSchema, `${one(id)}/deliveries`, { query, ...withSignal(signal) }),
    /** Of a channel of the kind response: whether it is armed, and what it did. */
    responses: (id: string, signal?: AbortSignal) => request(responseRunsSchema, `${one(id)}/responses`, withSignal(signal)),
    /** One member proposes it, another confirms it within a day. */
    arm: (id: string) => request(armingSchema, `${one(id)}/arm`, { method: 'POST' }),
    /** At once, by one alone. */
    disarm: (id: string) => request(armingSchema, `${one(id)}/disarm`, { method: 'POST' }),
    /** Sends every dead delivery of it again, in their order. */
    replay: (id: string) => request(replayedSchema, `${one(id)}/replay`, { method: 'POST' }),
  };
}

/** What was sent, what was answered, and what could not be delivered. */
export function deliveryCalls(request: Request) {
  const one = (id: string) => `/v1/deliveries/${encodeURIComponent(id)}`;
  return {
    list: (query: QueryOf<typeof deliveriesQuerySchema> = {}, signal?: AbortSignal) =>
      request(deliveryPageSchema, '/v1/deliveries', { query, ...withSignal(signal) }),
    /** How things stand with each channel. */
    summary: (signal?: AbortSignal) => request(summaryPageSchema, '/v1/deliveries/summary', withSignal(signal)),
    get: (id: string, signal?: AbortSignal) => request(deliveryDetailSchema, one(id), withSignal(signal)),
    /** Sends a dead one again, under its old id. */
    replay: (id: string) => request(z.unknown(), `${one(id)}/replay`, { method: 'POST' }),
  };
}

/** What channels name in `secretRef`: values go in and never come out. */
export function secretCalls(request: Request) {
  const one = (name: string) => `/v1/secrets/${encodeURIComponent(name)}`;
  return {
    list: (signal?: AbortSignal) => request(secretPageSchema, '/v1/secrets', withSignal(signal)),
    put: (name: string, body: z.input<typeof secretInputSchema>) => request(z.unknown(), one(name), { method: 'PUT', body }),
    remove: (name: string) => request(z.unknown(), one(name), { method: 'DELETE' }),
  };
}

/** Inputs of the pipeline that could not be used: of the service, not of one organisation. */
export function deadLetterCalls(request: Request) {
  return {
    list: (query: QueryOf<typeof deadLetterQuerySchema> = {}, signal?: AbortSignal) =>
      request(deadLetterPageSchema, '/v1/deadletters', { query, ...withSignal(signal) }),
    /** For operators. */
    replay: (id: string) => request(deadLetterSchema, `/v1/deadletters/${encodeURIComponent(id)}/replay`, { method: 'POST' }),
  };
}
