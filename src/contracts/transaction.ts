import { z } from 'zod';
import { alertSchema } from './alert.js';
import { addressSchema, amountSchema, hashSchema, riskSchema, timeSchema } from './primitives.js';

export const frameSchema = z.object({
  index: z.number(),
  parent: z.number(),
  depth: z.number(),
  kind: z.string(),
  from: addressSchema,
  to: addressSchema.nullable(),
  valueWei: amountSchema,
  selector: z.string().nullable(),
  failed: z.boolean(),
  gasUsed: z.number().nullable(),
});
export type FrameView = z.infer<typeof frameSchema>;

export const transferSchema = z.object({
  standard: z.enum(['native', 'erc20', 'erc721', 'erc1155']),
  token: addressSchema.nullable().describe('null: the native coin'),
  from: addressSchema,
  to: addressSchema,
  amount: amountSchema,
  tokenId: amountSchema.nullable(),
});
export type TransferView = z.infer<typeof transferSchema>;

export const transactionSchema = z
  .object({
    chainId: z.number(),
    hash: hashSchema,
    blockNumber: z.number(),
    blockHash: hashSchema,
    blockTime: timeSchema,
    index: z.number(),
    from: addressSchema,
    to: addressSchema.nullable(),
    valueWei: amountSchema,
    gasUsed: z.number().nullable(),
    status: z.enum(['succeeded', 'reverted', 'unknown']),
    selector: z.string().nullable(),
    logCount: z.number(),
    frameCount: z.number().nullable(),
    risk: riskSchema,
    parts: z
      .record(z.string(), z.number().nullable())
      .nullable()
      .describe('p-value of each part of the score; null of one that had nothing to go by'),
    features: z.array(z.object({ id: z.string(), sentence: z.string(), value: z.number(), known: z.boolean() })).nullable(),
    explanation: z
      .object({
        usual: z.number().describe('−log₁₀ p of a transaction with usual values'),
        own: z.number().describe('−log₁₀ p of this one'),
        steps: z.array(
          z.object({
            feature: z.string(),
            sentence: z.string(),
            value: z.number(),
            usualFrom: z.number(),
            usualTo: z.number(),
            change: z.number().describe('what it adds on the way'),
          }),
        ),
      })
      .nullable()
      .describe(
        'what the score is made of, the features that add most; null where the model that scored it is not the one that scores now',
      ),
    findings: z.array(alertSchema),
    /** Null where no trace was had, or the transaction raised nothing. */
    frames: z.array(frameSchema).nullable(),
    framesOmitted: z.number(),
    transfers: z.array(transferSchema).nullable(),
  })
  .meta({ id: 'Transaction' });
export type TransactionView = z.infer<typeof transactionSchema>;

export const addressProfileSchema = z
  .object({
    address: addressSchema,
    chainId: z.number(),
    firstSeen: timeSchema.nullable(),
    lastSeen: timeSchema.nullable(),
    sent: z.number(),
    received: z.number(),
    failed: z.number(),
    counterparties: z.number(),
    maxRisk: riskSchema,
    labels: z.array(z.object({ category: z.string(), source: z.string(), confidence: z.number(), name: z.string().nullable() })),
  })
  .meta({ id: 'AddressProfile' });
