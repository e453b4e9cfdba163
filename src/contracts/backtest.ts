import { z } from 'zod';
import { monitorInputSchema } from './monitor.js';
import { addressSchema, hashSchema, severitySchema, timeSchema } from './primitives.js';

export const MOST_BACKTEST_BLOCKS = 10_000;

export const backtestInputSchema = z
  .strictObject({
    monitor: monitorInputSchema,
    against: z.number().int().positive().nullish().describe('a version that is stored, to be told apart from this one'),
    chain: z.number().int().positive(),
    from: z.number().int().nonnegative(),
    to: z.number().int().nonnegative(),
  })
  .refine(({ from, to }) => from <= to, { error: 'expected from to be at most to', path: ['from'] })
  .refine(({ from, to }) => to - from < MOST_BACKTEST_BLOCKS, { error: `expected at most ${MOST_BACKTEST_BLOCKS} blocks`, path: ['to'] })
  .meta({ id: 'BacktestInput' });
export type BacktestInput = z.infer<typeof backtestInputSchema>;

const matchSchema = z.object({
  blockNumber: z.number(),
  time: timeSchema,
  transactionHash: hashSchema.nullable(),
  severity: severitySchema,
  subject: addressSchema,
  summary: z.string(),
  reasons: z.array(z.string()),
});
export type BacktestMatch = z.infer<typeof matchSchema>;

const sideSchema = z.object({ alerts: z.number(), errors: z.number(), sample: z.array(matchSchema), errorSample: z.array(matchSchema) });

export const backtestResultSchema = z
  .object({
    chainId: z.number(),
    from: z.number(),
    to: z.number(),
    blocks: z.number(),
    transactions: z.number(),
    missing: z.array(z.number()).describe('the first hundred blocks of the range that no source could give'),
    missingCount: z.number(),
    cold: z
      .literal(true)
      .describe('baselines, windows and history begin empty at the first block: what needs a past is seen less well than live'),
    monitor: sideSchema,
    against: sideSchema.nullable(),
    diff: z
      .object({
        added: z.number(),
        removed: z.number(),
        addedSample: z.array(matchSchema),
        removedSample: z.array(matchSchema),
        text: z.string(),
      })
      .nullable(),
  })
  .meta({ id: 'BacktestResult' });
export type BacktestResult = z.infer<typeof backtestResultSchema>;

export const backtestSchema = z
  .object({
    id: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    done: z.number().describe('blocks'),
    total: z.number(),
    createdAt: timeSchema,
    problem: z.string().nullable(),
    result: backtestResultSchema.nullable(),
  })
  .meta({ id: 'Backtest' });
export type BacktestView = z.infer<typeof backtestSchema>;
