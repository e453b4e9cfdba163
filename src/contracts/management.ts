import { z } from 'zod';
import { LABEL_CATEGORIES } from '../core/detect/detector.js';
import { roleSchema, scopeSchema } from './organisation.js';
import { addressSchema, pageQuerySchema, timeSchema } from './primitives.js';

export const deadLetterQuerySchema = pageQuerySchema.extend({
  cursor: z
    .string()
    .regex(/^\d{1,16}$/, 'expected a nextCursor')
    .optional(),
});

export const deadLetterSchema = z
  .object({
    id: z.string(),
    stage: z.string(),
    chainId: z.number().nullable(),
    blockNumber: z.number().nullable(),
    reason: z.string(),
    detail: z.string(),
    at: timeSchema,
    requestedAt: timeSchema.nullable().describe('somebody waits for it to be taken in again'),
    replayedAt: timeSchema.nullable(),
  })
  .meta({ id: 'DeadLetter' });

const labelScopeSchema = z.enum(['organisation', 'everyone']).describe('who sees it: your organisation alone, or everybody');

export const labelSchema = z
  .object({
    address: z.string(),
    category: z.string(),
    source: z.string(),
    confidence: z.number(),
    name: z.string().nullable(),
    chainId: z.number().nullable(),
    scope: labelScopeSchema,
  })
  .meta({ id: 'Label' });

export const labelQuerySchema = pageQuerySchema.extend({
  address: addressSchema.optional(),
  cursor: z
    .string()
    .regex(/^0x[0-9a-f]{40}~[a-z-]{1,20}~\d{1,16}~(own|all)~.{1,200}$/s, 'expected a nextCursor')
    .optional(),
});
export const labelInputSchema = z.object({
  address: addressSchema,
  category: z.enum(LABEL_CATEGORIES),
  source: z.string().min(1).max(200),
  confidence: z.number().min(0).max(1),
  name: z.string().max(200).nullable().default(null),
  chainId: z.number().int().positive().nullable().default(null),
  scope: labelScopeSchema
    .optional()
    .describe('everyone needs the scope operator; left out: everyone for an operator, else your organisation alone'),
});

export const sessionInputSchema = z.object({ key: z.string().min(1).max(200) });
export const sessionSchema = z
  .object({
    keyId: z.string(),
    name: z.string(),
    organisationId: z.string(),
    memberId: z.string().nullable().describe('null: the key is a program’s, of the organisation itself'),
    role: roleSchema.nullable(),
    scopes: z.array(scopeSchema).describe('what is allowed now'),
    expiresAt: timeSchema.nullable().describe('of the session; null: a key was given, there is none'),
  })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof sessionSchema>;

export const modelSchema = z
  .object({
    id: z.string(),
    isActive: z.boolean(),
    state: z.enum(['candidate', 'shadow', 'champion', 'retired']),
    budgetRisk: z.number().nullable().describe('risk from which a score is an alert of its own'),
    rulesVersion: z.string(),
    trainedUntil: z.iso.datetime().nullable(),
    weights: z.record(z.string(), z.number()).describe('of the parts, where all inputs are there'),
    training: z.record(z.string(), z.unknown()),
    metrics: z.record(z.string(), z.unknown()),
    problem: z.string().nullable().describe('why it could not score'),
  })
  .meta({ id: 'Model' });

export const driftQuerySchema = z.object({
  chain: z.coerce.number().int().positive(),
  limit: z.coerce.number().int().min(1).max(10_000).default(2_000).describe('newest scored transactions that are looked at'),
});

export const driftSchema = z
  .object({
    chainId: z.number(),
    modelId: z.string().nullable(),
    rows: z.number(),
    features: z.array(
      z.object({
        id: z.string(),
        sentence: z.string(),
        psi: z
          .number()
          .nullable()
          .describe('population stability index: 0.1 is worth a look, 0.25 is another world; null where too few rows know it'),
        unknown: z.number().describe('share of rows that do not know it'),
        median: z.number().nullable(),
        usualFrom: z.number(),
        usualTo: z.number(),
      }),
    ),
    parts: z.array(
      z.object({ part: z.string(), rows: z.number(), below001: z.number().nullable().describe('0.01 where calibration holds') }),
    ),
    alerts: z.object({ realised: z.number(), budgeted: z.number(), budgetRisk: z.number() }).nullable(),
    shadow: z
      .object({
        modelId: z.string(),
        meanDifference: z.number(),
        largestDifference: z.number(),
        aboveLine: z.object({ champion: z.number(), shadow: z.number() }),
      })
      .nullable()
      .describe('the same transactions as the shadow scores them'),
  })
  .meta({ id: 'Drift' });
export type DriftView = z.infer<typeof driftSchema>;
export type ModelView = z.infer<typeof modelSchema>;

export const modelReportSchema = z
  .object({
    markdown: z
      .string()
      .nullable()
      .describe('how well the score ranks attacks, and by which commands that was measured; null: none was written'),
  })
  .meta({ id: 'ModelReport' });

export const signingKeySchema = z
  .object({ algorithm: z.literal('Ed25519'), publicKey: z.string().describe('SPKI, PEM: what `tocsin verify --key` takes') })
  .meta({ id: 'SigningKey' });

export const liveSchema = z.object({ status: z.literal('live') });
export const readySchema = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string().nullable() })),
  })
  .meta({ id: 'Readiness' });

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().optional(),
    errors: z.array(z.object({ path: z.string().describe('JSON Pointer'), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;
