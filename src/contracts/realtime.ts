import { z } from 'zod';
import { addressSchema, severitySchema } from './primitives.js';

/** What a socket asks for. No filter means everything of that kind. */
export const subscribeSchema = z.object({
  chains: z.array(z.number().int().positive()).max(100).optional(),
  addresses: z.array(addressSchema).max(1_000).optional(),
  severities: z.array(severitySchema).optional(),
  incidents: z.boolean().default(true),
  blocks: z.boolean().default(true),
  /** Resume after this cursor: nothing in between is lost or repeated. */
  after: z.string().max(40).optional(),
});
export type SubscribeRequest = z.input<typeof subscribeSchema>;

export const subscribedSchema = z.object({ subscriptionId: z.string(), cursor: z.string() });
export type Subscribed = z.infer<typeof subscribedSchema>;

export const realtimeErrorSchema = z.object({
  error: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** Server events: `alert`, `incident`, `block`, `health`. Each carries the cursor to resume after. */
export const realtimeEventSchema = z.object({ cursor: z.string(), type: z.string(), data: z.record(z.string(), z.unknown()) });
export type RealtimeEvent = z.infer<typeof realtimeEventSchema>;
export const REALTIME_EVENTS = ['alert', 'incident', 'block', 'health'] as const;
