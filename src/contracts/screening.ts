import { z } from 'zod';
import { checkCoverageSchema, checkReasonSchema, VERDICTS } from './check-answer.js';
import { addressSchema, amountSchema, pageQuerySchema, timeSchema } from './primitives.js';

export const MOST_SCREENED = 10_000;
/** Up to so many are answered at once; more run in the background. */
export const MOST_AT_ONCE = 100;

const chainId = z.number().int().positive();

export const screenRequestSchema = z
  .object({
    chainId,
    address: addressSchema.optional(),
    addresses: z.array(addressSchema).min(1).max(MOST_SCREENED).optional(),
    csv: z.string().max(800_000).optional().describe('rows whose first column, or the column named address, is an address'),
    prefix: z
      .string()
      .regex(/^0x[0-9a-fA-F]{2,6}$/, 'expected 0x and two to six hex digits')
      .optional()
      .describe('the first digits of an address: everything known that begins so comes back, and the caller looks by itself'),
    hops: z.number().int().min(1).max(3).default(2),
  })
  .refine(
    (given) => [given.address, given.addresses, given.csv, given.prefix].filter((each) => each !== undefined).length === 1,
    'give one of address, addresses, csv and prefix',
  )
  .meta({ id: 'ScreenRequest' });
export type ScreenRequest = z.infer<typeof screenRequestSchema>;

const labelViewSchema = z.object({ category: z.string(), source: z.string(), confidence: z.number(), name: z.string().nullable() });

export const screenedAddressSchema = z
  .object({
    address: addressSchema,
    chainId,
    verdict: z.enum(VERDICTS),
    reasons: z.array(checkReasonSchema),
    coverage: z.array(checkCoverageSchema),
    labels: z.array(labelViewSchema),
    exposure: z
      .array(
        z.object({
          category: z.string(),
          hops: z.number().describe('0: the address itself; 1: whom it dealt with'),
          direction: z.enum(['itself', 'sent', 'received', 'funded-by', 'holds']),
          addresses: z.number(),
          transactions: z.number(),
          valueWei: amountSchema.describe('of the native coin, moved by the transactions themselves'),
        }),
      )
      .describe('dealings with labelled addresses, by category and distance'),
    profile: z
      .object({
        firstSeen: timeSchema.nullable(),
        lastSeen: timeSchema.nullable(),
        sent: z.number(),
        received: z.number(),
        failed: z.number(),
        perDay: z.number().nullable().describe('transactions a day between the first and the last'),
        counterparties: z.number(),
        maxRisk: z.number().nullable(),
      })
      .nullable(),
    approvals: z
      .array(z.object({ token: addressSchema, spender: addressSchema, kind: z.string(), limit: amountSchema, unlimited: z.boolean() }))
      .nullable()
      .describe('allowances that stand now; null where no node told'),
  })
  .meta({ id: 'ScreenedAddress' });
export type ScreenedAddress = z.infer<typeof screenedAddressSchema>;

export const knownBySchema = z.object({
  prefix: z.string(),
  items: z.array(z.object({ suffix: z.string().describe('the digits after the prefix'), categories: z.array(z.string()) })),
});

const jobSchema = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  total: z.number(),
  done: z.number(),
  problem: z.string().nullable(),
});
export const screeningJobSchema = jobSchema.meta({ id: 'ScreeningJob' });
export type ScreeningJob = z.infer<typeof screeningJobSchema>;

export const screenAnswerSchema = z.object({
  items: z.array(screenedAddressSchema).describe('empty where a job was begun or a prefix was asked'),
  job: screeningJobSchema.nullable().describe('GET addresses/screen/{id} tells its progress and results'),
  known: knownBySchema.nullable(),
});

export const screeningPageSchema = z.object({
  job: screeningJobSchema,
  items: z.array(screenedAddressSchema),
  nextCursor: z.string().nullable(),
});
export const screeningQuerySchema = pageQuerySchema;

export const tokenCheckRequestSchema = z
  .object({
    chainId,
    token: addressSchema,
    holder: addressSchema.optional(),
    deadlineMs: z.number().int().min(50).max(30_000).default(5_000),
  })
  .meta({ id: 'TokenCheckRequest' });
export const tokenCheckSchema = z
  .object({
    token: addressSchema,
    chainId,
    verdict: z.enum(VERDICTS),
    reasons: z.array(checkReasonSchema),
    coverage: z.array(checkCoverageSchema),
    symbol: z.string().nullable(),
    decimals: z.number().nullable(),
    totalSupply: amountSchema.nullable(),
    owner: addressSchema.nullable(),
    proxies: z.array(z.object({ kind: z.string(), implementation: addressSchema })),
    transferTax: z.number().nullable().describe('share that a transfer loses; null where no transfer could be tried'),
  })
  .meta({ id: 'TokenCheck' });

export const siteCheckRequestSchema = z.object({ url: z.string().min(1).max(2_000) }).meta({ id: 'SiteCheckRequest' });
export const siteCheckSchema = z
  .object({ host: z.string(), verdict: z.enum(VERDICTS), reasons: z.array(checkReasonSchema), coverage: z.array(checkCoverageSchema) })
  .meta({ id: 'SiteCheck' });

const DAY = 86_400;
export const feedbackRequestSchema = z
  .object({
    token: z.string().min(10).max(200).describe('of the answer that is wrong'),
    says: z.enum(['benign', 'malicious']),
    reasonIds: z.array(z.string().max(80)).max(50).optional().describe('benign: which of the answer’s reasons are wrong; all if left out'),
    addresses: z.array(addressSchema).min(1).max(20).optional().describe('malicious: which addresses; whom the request names if left out'),
    comment: z.string().max(2_000).optional(),
    scope: z.enum(['organisation', 'everyone']).default('organisation').describe('everyone needs the scope operator'),
    expiresInS: z
      .number()
      .int()
      .min(60)
      .max(365 * DAY)
      .default(90 * DAY),
  })
  .meta({ id: 'FeedbackRequest' });
export const checkFeedbackSchema = z
  .object({
    checkId: z.string(),
    says: z.enum(['benign', 'malicious']),
    about: z.array(z.object({ address: addressSchema, reasonId: z.string().nullable() })),
    expiresAt: timeSchema,
    scope: z.enum(['organisation', 'everyone']),
  })
  .meta({ id: 'CheckFeedback' });
