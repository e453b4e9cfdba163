import { z } from 'zod';
import {
  addressSchema,
  finalitySchema,
  hashSchema,
  pageQuerySchema,
  riskSchema,
  severitySchema,
  stageSchema,
  statusSchema,
  timeSchema,
} from './primitives.js';

export const partySchema = z.object({ address: addressSchema, role: z.string() });

export const reasonSchema = z.object({
  id: z.string(),
  text: z.string(),
  feature: z.string().optional(),
  value: z.number().optional(),
  usual: z.string().optional(),
  change: z.number().optional().describe('what it adds to −log10 p of the score'),
});

export const alertSchema = z
  .object({
    id: z.string(),
    incidentId: z.string(),
    chainId: z.number(),
    blockNumber: z.number().nullable(),
    blockHash: hashSchema.nullable(),
    transactionHash: hashSchema.nullable(),
    transactionIndex: z.number().nullable(),
    detector: z.object({ id: z.string(), version: z.number(), stage: stageSchema }),
    severity: severitySchema,
    risk: riskSchema,
    title: z.string(),
    summary: z.string(),
    subject: partySchema,
    parties: z.array(partySchema),
    reasons: z.array(reasonSchema),
    evidence: z.record(z.string(), z.unknown()),
    status: statusSchema,
    finality: finalitySchema,
    modelId: z.string().nullable(),
    rulesVersion: z.string(),
    times: z.object({ block: timeSchema, seen: timeSchema, analysed: timeSchema, alerted: timeSchema }),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.infer<typeof alertSchema>;

/** Where a page of alerts or incidents ended: the sort key of its last row. */
const cursorSchema = z
  .string()
  .regex(/^\d{1,16}_[0-9a-z_]{1,100}$/, 'expected a nextCursor')
  .optional();

export const alertQuerySchema = pageQuerySchema.extend({
  cursor: cursorSchema,
  chain: z.coerce.number().int().positive().optional(),
  severity: severitySchema.optional(),
  detector: z.string().max(100).optional(),
  address: addressSchema.optional(),
  status: statusSchema.optional(),
  incident: z.string().max(100).optional(),
  transaction: hashSchema.optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

export const incidentSchema = z
  .object({
    id: z.string(),
    chainId: z.number(),
    title: z.string(),
    severity: severitySchema,
    status: statusSchema,
    openedAt: timeSchema,
    updatedAt: timeSchema,
    firstBlock: z.number(),
    lastBlock: z.number(),
    alertCount: z.number(),
    maxRisk: riskSchema,
    subject: partySchema,
    assignee: z.string().nullable(),
    mutedUntil: timeSchema.nullable(),
  })
  .meta({ id: 'Incident' });
export type IncidentView = z.infer<typeof incidentSchema>;

export const incidentQuerySchema = pageQuerySchema.extend({
  cursor: cursorSchema,
  chain: z.coerce.number().int().positive().optional(),
  severity: severitySchema.optional(),
  status: statusSchema.optional(),
});

export const timelineEntrySchema = z.object({ at: timeSchema, kind: z.string(), actor: z.string().nullable(), text: z.string() });

export const incidentDetailSchema = incidentSchema
  .extend({ alerts: z.array(alertSchema), timeline: z.array(timelineEntrySchema) })
  .meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;

const note = z.string().max(2_000).optional();
export const incidentActionSchema = z.object({ note }).default({});
export const assignSchema = z.object({ assignee: z.string().min(1).max(200).nullable().describe('null: nobody'), note });
export const muteSchema = z
  .object({ until: z.iso.datetime({ offset: true }).nullish().describe('left out: for a day; null: no longer muted'), note })
  .default({});
export const feedbackSchema = z.object({ verdict: z.enum(['true_positive', 'false_positive']), note });
