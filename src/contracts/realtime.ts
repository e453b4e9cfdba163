import { z } from 'zod';
import { addressSchema, severitySchema } from './primitives.js';

/** What a socket asks for. No filter means everything of that kind. */
export const subscribeSchema = z.object({
  chains: z.array(z.number().int().positive()).max(100).optional(),
  addresses: z.array(addressSchema).max(1_000).optional(),
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
  error: z.enum(['bad-request', 'cursor-too-old', 'cursor-unknown', 'too-many-subscriptions', 'unknown-check', 'unavailable']),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Server events: `alert`, `incident`, `block`, `health`, `check`. Each carries the cursor to resume after. */
export const realtimeEventSchema = z.object({
  cursor: z.string(),
  /** Which of a socket's subscriptions asked for it. */
  subscriptionId: z.string(),
  /** `alert.created`, `alert.updated`, `alert.withdrawn`, `incident.opened`, `incident.updated`, `block`, `gap`, `chain`, `check.changed`. */
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type RealtimeEvent = z.infer<typeof realtimeEventSchema>;
export const REALTIME_EVENTS = ['alert', 'incident', 'block', 'health', 'check'] as const;
