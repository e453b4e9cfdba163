import { z } from 'zod';
import { addressSchema, severitySchema } from './primitives.js';

/** What a socket asks for. No filter means everything of that kind. */
export const subscribeSchema = z.object({
  chains: z.array(z.number().int().positive()).max(100).optional(),
  addresses: z.array(addressSchema).max(1_000).optional(),
  /** Ids of the organisation's own sets of addresses (`/v1/protocols`), beside `addresses`; a set that is changed is followed within seconds. */
  protocols: z.array(z.string().min(1).max(63)).min(1).max(50).optional(),
  severities: z.array(severitySchema).optional(),
  incidents: z.boolean().default(true),
  blocks: z.boolean().default(true),
  /** Ids of answers that are waited on: an event `check` tells when what they read has changed. */
  checks: z.array(z.string().min(1).max(200)).max(50).optional(),
  /** Resume after this cursor: nothing in between is lost or repeated. */
  after: z
    .string()
    .regex(/^\d{1,19}$/, 'expected a cursor')
    .optional(),
});
export type SubscribeRequest = z.input<typeof subscribeSchema>;

export const subscribedSchema = z.object({ subscriptionId: z.string(), cursor: z.string() });
export type Subscribed = z.infer<typeof subscribedSchema>;

export const unsubscribeSchema = z.object({ subscriptionId: z.string().max(100) });

/** Why a request on a socket was refused. */
export const realtimeErrorSchema = z.object({
  error: z.enum([
    'bad-request',
    'cursor-too-old',
    'cursor-unknown',
    'too-many-subscriptions',
    'unknown-check',
    'unknown-protocol',
    'unavailable',
  ]),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Server events: `alert`, `incident`, `block`, `health`, `check`. Each carries the cursor to resume after. */
export const realtimeEventSchema = z.object({
  cursor: z.string(),
  /** Which of a socket's subscriptions asked for it. */
  subscriptionId: z.string(),
  /**
   * `alert.created`, `alert.updated`, `alert.withdrawn`, `incident.opened`, `incident.updated`, `incident.acknowledged`, `incident.escalated`,
   * `incident.resolved`, `incident.withdrawn`, `block`, `gap`: the sequence, each under a cursor of its own.
   * `chain`, `protocol`, `check.changed`: no part of it; they come under the cursor that the subscription is at.
   */
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type RealtimeEvent = z.infer<typeof realtimeEventSchema>;
export const REALTIME_EVENTS = ['alert', 'incident', 'block', 'health', 'check'] as const;

/** Types that are no part of the sequence: they repeat a cursor. */
export const BESIDE_THE_SEQUENCE: ReadonlySet<string> = new Set(['chain', 'protocol', 'check.changed']);

/** Server event `lagging`: the client took too little, and what waited for it was full. It is read on to from the store, from `cursor` on; nothing is lost. */
export const laggingSchema = z.object({ subscriptionId: z.string(), cursor: z.string() });
/** Server event `progress`, now and then: all up to `cursor` was looked at, also where nothing of it was wanted. To resume after. */
export const progressSchema = z.object({ subscriptionId: z.string(), cursor: z.string() });
/** Server event `closing`: why the service hangs up. */
export const closingSchema = z.object({ reason: z.string() });
