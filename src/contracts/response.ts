import { z } from 'zod';
import { RESPONSE_STATES } from '../core/respond/response.js';
import { addressSchema, timeSchema } from './primitives.js';

const lowerAddress = addressSchema.transform((address) => address.toLowerCase());
const signatureSchema = z.string().min(3).max(500).describe('function pause()');
/** From a wei on. */
const gweiSchema = z.number().min(0.000_000_001).max(100_000);
const weiSchema = z.string().regex(/^\d{1,30}$/, 'expected wei as a decimal string');

export const responseInputSchema = z.strictObject({
  monitors: z.array(z.string().min(1).max(63)).min(1, 'name the monitors to whose alerts it answers').max(20),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('webhook'), url: z.url({ protocol: /^https?$/, error: 'expected an http or https URL' }) }),
    z.strictObject({
      kind: z.literal('transaction'),
      chainId: z.number().int().positive(),
      signer: z.string().min(1).max(63).describe('one of the operator’s signers'),
      to: lowerAddress,
      function: signatureSchema,
      args: z.array(z.json()).max(16).default([]),
      valueWei: weiSchema.default('0'),
      maxFeePerGasGwei: gweiSchema,
      maxPriorityFeePerGasGwei: gweiSchema.optional().describe('left out: 2, or all of the most where that is less'),
      gasLimit: z.number().int().min(21_000).max(60_000_000).nullable().default(null),
      // What an answer shows: the call is encoded anew from the text.
      data: z.unknown().optional(),
    }),
  ]),
  dryRun: z.boolean().default(true).describe('simulated and put on record; nothing is sent'),
  maxPerDay: z.number().int().min(1).max(100).default(1),
  minRisk: z.number().min(0).max(100).nullable().default(null),
});
export type ResponseInput = z.output<typeof responseInputSchema>;

export const responseSettingsSchema = z
  .object({
    monitors: z.array(z.string()),
    action: z.union([
      z.object({ kind: z.literal('webhook'), url: z.string() }),
      z.object({
        kind: z.literal('transaction'),
        chainId: z.number(),
        signer: z.string(),
        to: z.string(),
        function: z.string(),
        args: z.array(z.json()),
        data: z.string(),
        valueWei: z.string(),
        maxFeePerGasGwei: z.number(),
        maxPriorityFeePerGasGwei: z.number(),
        gasLimit: z.number().nullable(),
      }),
    ]),
    dryRun: z.boolean(),
    maxPerDay: z.number(),
    minRisk: z.number().nullable(),
  })
  .meta({ id: 'ResponseSettings' });

export const armingSchema = z
  .object({
    state: z.enum(['off', 'proposed', 'armed']),
    proposedBy: z.string().nullable().describe('id of a member'),
    proposedAt: timeSchema.nullable(),
    confirmedBy: z.string().nullable(),
    confirmedAt: timeSchema.nullable(),
  })
  .meta({ id: 'Arming' });

export const responseRunsSchema = z
  .object({
    arming: armingSchema,
    items: z.array(
      z.object({
        id: z.string(),
        incidentId: z.string(),
        alertId: z.string(),
        action: z.string(),
        state: z.enum(RESPONSE_STATES),
        reason: z.string().nullable(),
        hash: z.string().nullable(),
        nonce: z.number().nullable(),
        blockNumber: z.number().nullable(),
        createdAt: timeSchema,
        updatedAt: timeSchema,
      }),
    ),
  })
  .meta({ id: 'Responses' });

export type ResponseRuns = z.infer<typeof responseRunsSchema>;

/** TOCSIN_RESPONSES: off where it is not set. */
export const responsesConfigSchema = z.strictObject({
  signers: z
    .record(
      z.string(),
      z.union(
        [
          z.strictObject({ keyFile: z.string().min(1), address: lowerAddress }),
          z.strictObject({ web3signer: z.url({ protocol: /^https?$/, error: 'expected the URL of a Web3Signer' }), address: lowerAddress }),
        ],
        { error: 'expected {keyFile, address} or {web3signer: url, address}' },
      ),
    )
    .default({}),
  allow: z
    .array(
      z.union(
        [
          z.strictObject({ organisation: z.string().min(1), webhook: z.url({ protocol: /^https?$/ }) }),
          z.strictObject({
            organisation: z.string().min(1),
            chain: z.number().int().positive(),
            to: lowerAddress,
            functions: z.array(signatureSchema).min(1),
            signer: z.string().min(1),
            maxValueWei: weiSchema.default('0'),
          }),
        ],
        { error: 'expected {organisation, webhook: url} or {organisation, chain, to, functions: ["pause()"], signer, maxValueWei?}' },
      ),
    )
    .min(1, 'name at least one target that may be called'),
});
export type ResponsesConfig = z.output<typeof responsesConfigSchema>;
