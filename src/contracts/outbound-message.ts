import { z } from 'zod';
import { severitySchema } from './primitives.js';

const party = z.looseObject({ address: z.string(), role: z.string() });

/** What is told of: an alert, an incident, a digest, a test. Each type has only some of the fields; what is not known here is let through. */
const dataSchema = z.looseObject({
  id: z.string().optional(),
  incidentId: z.string().nullish(),
  revision: z.number().optional(),
  chainId: z.number().optional(),
  blockNumber: z.number().nullish(),
  transactionHash: z.string().nullish(),
  severity: severitySchema.nullish(),
  risk: z.number().nullish(),
  title: z.string().optional(),
  summary: z.string().optional(),
  text: z.string().optional(),
  detector: z.looseObject({ id: z.string(), version: z.number() }).optional(),
  subject: party.optional(),
  reasons: z.array(z.looseObject({ text: z.string() })).optional(),
  status: z.string().optional(),
  finality: z.string().optional(),
  alertCount: z.number().optional(),
  counts: z.record(z.string(), z.number()).optional(),
  items: z.array(z.looseObject({ type: z.string() })).optional(),
});

export const timesSchema = z.looseObject({
  block: z.string().nullish(),
  seen: z.string().nullish(),
  analysed: z.string().nullish(),
  alerted: z.string().nullish(),
  queued: z.string().nullish(),
});

/** The body of a webhook: `{type, timestamp, times, data}`. */
export const outboundMessageSchema = z
  .object({ type: z.string(), timestamp: z.string(), times: timesSchema.default({}), data: dataSchema })
  .meta({ id: 'OutboundMessage' });
export type OutboundMessage = z.infer<typeof outboundMessageSchema>;
