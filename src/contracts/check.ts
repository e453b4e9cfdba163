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

export const typedDataSubjectSchema = z.object({
  kind: z.literal('typedData'),
  from: addressSchema,
  data: z
    .object({
      domain: z.record(z.string(), z.unknown()),
      types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))).optional(),
      primaryType: z.string().min(1).max(200),
      message: z.record(z.string(), z.unknown()),
    })
    .describe('EIP-712, as eth_signTypedData_v4 takes it'),
});

export const messageSubjectSchema = z.object({
  kind: z.literal('message'),
  from: addressSchema,
  message: z.string().max(100_000).describe('text, or 0x hex of the bytes that are signed (EIP-191)'),
});

export const checkRequestSchema = z
  .object({
    chainId: z.number().int().positive(),
    subject: z.discriminatedUnion('kind', [transactionSubjectSchema, rawSubjectSchema, typedDataSubjectSchema, messageSubjectSchema]),
    origin: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('the page that asks for it'),
    requestId: z.string().min(1).max(128).optional(),
    deadlineMs: z.number().int().min(50).max(30_000).default(5_000),
  })
  .meta({ id: 'CheckRequest' });
export type CheckRequest = z.infer<typeof checkRequestSchema>;
type RequestOf<S extends z.ZodType> = Omit<CheckRequest, 'subject'> & { readonly subject: z.infer<S> };
/** Of a transaction whose fields are given. */
export type TransactionCheckRequest = RequestOf<typeof transactionSubjectSchema>;
export type TypedDataCheckRequest = RequestOf<typeof typedDataSubjectSchema>;
export type MessageCheckRequest = RequestOf<typeof messageSubjectSchema>;
/** Everything but what is signed already: that is read first. */
export type UnsignedCheckRequest = TransactionCheckRequest | TypedDataCheckRequest | MessageCheckRequest;

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
