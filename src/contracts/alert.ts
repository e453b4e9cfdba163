import { z } from 'zod';
import { VERDICTS } from '../core/alert/alert.js';
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
    suppressedBy: z.string().optional().describe('id of the suppression that keeps it silent for your organisation'),
    modelId: z.string().nullable(),
    rulesVersion: z.string(),
    times: z.object({
      block: timeSchema,
      seen: timeSchema,
      analysed: timeSchema.describe('analysis began'),
      scored: timeSchema.nullable().optional().describe('null: nothing was scored'),
      alerted: timeSchema,
    }),
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
  suppressed: z.stringbool().optional().describe('true: those that a suppression keeps silent for your organisation; false: the others'),
  incident: z.string().max(100).optional(),
  transaction: hashSchema.optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
});

export const incidentSchema = z
  .object({
    id: z.string(),
    chainId: z.number(),
    stage: stageSchema.nullable().optional(),
    title: z.string().describe('of its gravest alert'),
    severity: severitySchema,
    status: statusSchema.describe('as your organisation decided; else as was decided for everyone'),
    openedAt: timeSchema,
    updatedAt: timeSchema,
    firstBlock: z.number(),
    lastBlock: z.number(),
    alertCount: z.number(),
    maxRisk: riskSchema,
    subject: partySchema,
    attacker: addressSchema.nullable().optional(),
    victim: addressSchema.nullable().optional(),
    assignee: z.string().nullable(),
    mutedUntil: timeSchema.nullable(),
    muteReason: z.string().nullable().optional(),
    feedback: z.enum(VERDICTS).nullable().optional(),
    stateRevision: z.number().optional().describe('of your organisation’s last decision; 0: it decided nothing. `undo` names it'),
  })
  .meta({ id: 'Incident' });
export type IncidentView = z.infer<typeof incidentSchema>;

export const incidentQuerySchema = pageQuerySchema.extend({
  cursor: cursorSchema,
  chain: z.coerce.number().int().positive().optional(),
  severity: severitySchema.optional(),
  status: statusSchema.optional(),
});

export const timelineEntrySchema = z.object({
  at: timeSchema,
  kind: z.string(),
  actor: z.string().nullable(),
  text: z.string(),
  organisationId: z.string().nullable().optional().describe('null: everyone sees it'),
});

export const incidentDetailSchema = incidentSchema
  .extend({
    alerts: z.array(alertSchema),
    timeline: z.array(timelineEntrySchema),
    related: z.array(incidentSchema).optional().describe('other stages and victims of the same attackers, newest first'),
  })
  .meta({ id: 'IncidentDetail' });
export type IncidentDetail = z.infer<typeof incidentDetailSchema>;
