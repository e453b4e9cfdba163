import { z } from 'zod';
import { chainIdSchema, hashSchema, riskSchema, timeSchema } from './primitives.js';

export const endpointSchema = z.object({
  url: z.string().describe('scheme and host only'),
  score: z.number(),
  latencyMs: z.number().nullable(),
  errors: z.number(),
  mismatches: z.number(),
  connected: z.boolean(),
});

export const chainSchema = z
  .object({
    chainId: z.number(),
    name: z.string(),
    state: z.enum(['starting', 'waiting', 'following', 'done', 'failed']),
    detail: z.string().nullable(),
    head: z.number().nullable(),
    published: z.number().nullable(),
    analysed: z.number().nullable(),
    alerted: z.number().nullable(),
    /** Seconds between the newest block's time and now; null where none was analysed. */
    behindSeconds: z.number().nullable(),
    coverage: z.object({ complete: z.number(), partial: z.number(), missing: z.number() }),
    endpoints: z.array(endpointSchema),
  })
  .meta({ id: 'Chain' });
export type ChainView = z.infer<typeof chainSchema>;

export const coverageStateSchema = z.enum(['complete', 'partial', 'missing', 'retracted']);

export const coverageQuerySchema = z
  .object({
    chain: chainIdSchema,
    from: z.coerce.number().int().min(0).default(0),
    to: z.coerce.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'expected a block not before `from`' });

export const coverageSchema = z
  .object({
    chainId: z.number(),
    ranges: z.array(
      z.object({
        from: z.number(),
        to: z.number(),
        state: coverageStateSchema,
        reasons: z.array(z.string()),
        blocks: z.number(),
        modelId: z.string().nullable(),
        rulesVersion: z.string(),
      }),
    ),
  })
  .meta({ id: 'Coverage' });

export const blockSchema = z
  .object({
    chainId: z.number(),
    number: z.number(),
    hash: hashSchema,
    timestamp: timeSchema,
    transactions: z.number(),
    maxRisk: riskSchema,
    medianRisk: riskSchema,
    findings: z.number(),
    state: coverageStateSchema,
  })
  .meta({ id: 'BlockRisk' });
export type BlockRisk = z.infer<typeof blockSchema>;

export const riskSeriesQuerySchema = z.object({
  chain: chainIdSchema,
  limit: z.coerce.number().int().min(1).max(2_000).default(300),
  before: z.coerce.number().int().min(0).optional(),
});
export const riskSeriesSchema = z
  .object({ chainId: z.number(), budgetRisk: z.number(), blocks: z.array(blockSchema) })
  .meta({ id: 'RiskSeries' });
export type RiskSeries = z.infer<typeof riskSeriesSchema>;

export const topEntitiesQuerySchema = z.object({
  chain: chainIdSchema,
  limit: z.coerce.number().int().min(1).max(100).default(10),
  since: z.iso.datetime().optional(),
});
export const topEntitiesSchema = z
  .object({ items: z.array(z.object({ address: z.string(), transactions: z.number(), findings: z.number(), maxRisk: riskSchema })) })
  .meta({ id: 'TopEntities' });

/** One sentence on the state of everything, and its parts. */
export const overviewSchema = z
  .object({
    state: z.enum(['calm', 'attention', 'danger', 'blind']),
    sentence: z.string(),
    openIncidents: z.object({ critical: z.number(), high: z.number(), medium: z.number(), low: z.number(), info: z.number() }),
    blocks: z.number(),
    transactions: z.number(),
    alerts: z.number(),
  })
  .meta({ id: 'Overview' });
export type Overview = z.infer<typeof overviewSchema>;
