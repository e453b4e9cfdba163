import { z } from 'zod';
import { ALERT_STATUSES, FINALITIES } from '../core/alert/alert.js';
import { SEVERITIES, STAGES } from '../core/detect/finding.js';

export const addressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hex digits')
  .describe('20 bytes; shown with EIP-55 checksum');
export const hashSchema = z.string().regex(/^0x[0-9a-fA-F]{64}$/, 'expected 32 bytes: 0x and 64 hex digits');
export const hexSchema = z.string().regex(/^0x([0-9a-fA-F]{2})*$/, 'expected whole bytes as 0x hex');
export const timeSchema = z.string().describe('RFC 3339, UTC');
export const amountSchema = z
  .string()
  .regex(/^-?\d+$/)
  .describe('decimal integer in the smallest unit');
/** A quantity as decimal text, as a 0x quantity, or, where JSON can hold it, as a number. */
export const quantityInputSchema = z
  .union([
    z.string().regex(/^(\d{1,78}|0x[0-9a-fA-F]{1,64})$/, 'expected a decimal string or a 0x quantity'),
    z.number().int().nonnegative(),
  ])
  .transform(String);
export const severitySchema = z.enum(SEVERITIES);
export const stageSchema = z.enum(STAGES);
export const statusSchema = z.enum(ALERT_STATUSES);
export const finalitySchema = z.enum(FINALITIES);
export const riskSchema = z.number().min(0).max(100).nullable().describe('0–100, calibrated to the alert budget; not a probability');
export const chainIdSchema = z.coerce.number().int().positive();

export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(200).optional(),
});
