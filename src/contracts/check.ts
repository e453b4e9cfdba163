import { z } from 'zod';
import { reasonSchema } from './alert.js';
import { addressSchema, amountSchema, hexSchema, quantityInputSchema, riskSchema, severitySchema, timeSchema } from './primitives.js';

export const VERDICTS = ['malicious', 'warning', 'benign', 'not_checked'] as const;

export const transactionSubjectSchema = z.object({
  kind: z.literal('transaction'),
  from: addressSchema,
  to: addressSchema.nullish(),
  data: hexSchema.optional(),
  value: quantityInputSchema.optional(),
  gas: quantityInputSchema.optional(),
  gasPrice: quantityInputSchema.optional(),
});

export const rawSubjectSchema = z.object({
  kind: z.literal('raw'),
  transaction: hexSchema.describe('signed, as it would be sent; the sender is recovered from the signature'),
});

export const checkRequestSchema = z
  .object({
    chainId: z.number().int().positive(),
    subject: z.discriminatedUnion('kind', [transactionSubjectSchema, rawSubjectSchema]),
    requestId: z.string().min(1).max(128).optional(),
    deadlineMs: z.number().int().min(50).max(30_000).default(5_000),
  })
  .meta({ id: 'CheckRequest' });
export type CheckRequest = z.infer<typeof checkRequestSchema>;
/** Of a transaction whose fields are given. */
export type TransactionCheckRequest = Omit<CheckRequest, 'subject'> & { readonly subject: z.infer<typeof transactionSubjectSchema> };

export const checkCoverageSchema = z.object({
  check: z.string(),
  required: z.boolean(),
  state: z.enum(['ran', 'skipped', 'failed']),
  why: z.string().nullable(),
  ms: z.number(),
});

export const balanceChangeSchema = z.object({
  party: addressSchema,
  asset: addressSchema.nullable().describe('null: the native coin'),
  standard: z.string(),
  amount: amountSchema.describe('what the party gains; negative: loses'),
  tokenId: amountSchema.nullable(),
});

export const exposureSchema = z.object({
  kind: z.string(),
  owner: addressSchema,
  spender: addressSchema,
  token: addressSchema,
  limit: amountSchema,
  unlimited: z.boolean(),
  expiresAt: timeSchema.nullable(),
});

export const checkAnswerSchema = z
  .object({
    id: z.string(),
    requestId: z.string(),
    chainId: z.number(),
    verdict: z.enum(VERDICTS),
    reasons: z.array(
      reasonSchema.extend({ severity: severitySchema, address: addressSchema.nullable(), evidence: z.record(z.string(), z.unknown()) }),
    ),
    coverage: z.array(checkCoverageSchema),
    simulation: z.array(
      z.object({
        environment: z.string(),
        status: z.enum(['succeeded', 'reverted', 'skipped', 'failed']),
        reason: z.string().nullable(),
        gasUsed: z.number().nullable(),
      }),
    ),
    diverged: z.boolean(),
    balanceChanges: z.array(balanceChangeSchema),
    exposures: z.array(exposureSchema),
    decoded: z.object({ selector: z.string().nullable(), signature: z.string().nullable() }),
    counterparties: z.array(z.object({ address: addressSchema, code: z.enum(['none', 'some', 'unknown']), labels: z.array(z.string()) })),
    gas: z.number().nullable(),
    score: riskSchema,
    block: z.object({ number: z.number(), hash: z.string() }).nullable(),
    validUntil: timeSchema.nullable(),
    modelId: z.string().nullable(),
    rulesVersion: z.string(),
    latencyMs: z.number(),
  })
  .meta({ id: 'CheckAnswer' });
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;
