import { z } from 'zod';
import { SEGMENTS } from '../core/features/segment.js';
import { hashSchema } from './primitives.js';

/** Float32 values, little endian, base64: exact. Unknown features are NaN. */
const floatsSchema = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, 'expected base64');

/** What a score was computed from and what it came to. */
export const evidenceScoreSchema = z.object({
  modelId: z.string(),
  featureSchema: z.string(),
  features: floatsSchema,
  segment: z.enum(SEGMENTS),
  /** How its calls follow each other, a word each; null where the second stage was not asked. */
  calls: z.string().nullable(),
  /** p-values; null of a part that had nothing to go by. */
  parts: z.record(z.string(), z.number().nullable()),
  risk: z.number(),
});

export const evidenceSchema = z.object({
  format: z.literal(1),
  alert: z.record(z.string(), z.unknown()),
  block: z.object({ chainId: z.number(), number: z.number(), hash: hashSchema }),
  transaction: z.object({ hash: hashSchema, index: z.number() }).nullable(),
  rulesVersion: z.string(),
  /** Null where the transaction was not scored, or the alert is of no single one. */
  score: evidenceScoreSchema.nullable(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** The signature is over the evidence as JSON with sorted keys and without spaces. */
export const evidenceBundleSchema = z
  .object({
    evidence: evidenceSchema,
    signature: z.object({ algorithm: z.literal('Ed25519'), keyId: z.string(), value: z.string() }),
  })
  .meta({ id: 'EvidenceBundle' });
export type EvidenceBundle = z.infer<typeof evidenceBundleSchema>;
