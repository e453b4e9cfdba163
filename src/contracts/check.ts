import { z } from 'zod';
import { policySettingsSchema } from './check-policy.js';
import { addressSchema, hexSchema, quantityInputSchema } from './primitives.js';

/** Beyond this many the calls of one batch are not judged as one. */
export const MOST_CALLS_IN_BATCH = 50;
/** Requests in one array. */
export const MOST_REQUESTS = 100;

const authorizationFields = {
  chainId: z.union([z.number().int().nonnegative(), quantityInputSchema]).transform(Number).describe('0: good on every chain'),
  address: addressSchema.describe('whose code the account will run; the zero address ends a delegation'),
  nonce: quantityInputSchema.optional(),
};

/** EIP-7702. `from` is who delegates; left out in a transaction's list, it is the sender, or what a signature recovers to. */
export const listedAuthorizationSchema = z.object({ ...authorizationFields, from: addressSchema.optional() });

const callFields = {
  to: addressSchema.nullish(),
  data: hexSchema.optional(),
  value: quantityInputSchema.optional(),
};

export const transactionSubjectSchema = z.object({
  kind: z.literal('transaction'),
  from: addressSchema,
  ...callFields,
  gas: quantityInputSchema.optional(),
  gasPrice: quantityInputSchema.optional(),
  maxFeePerGas: quantityInputSchema.optional(),
  maxPriorityFeePerGas: quantityInputSchema.optional(),
  nonce: quantityInputSchema.optional(),
  authorizationList: z.array(listedAuthorizationSchema).max(50).optional().describe('EIP-7702'),
});

export const callsSubjectSchema = z.object({
  kind: z.literal('calls'),
  from: addressSchema,
  calls: z.array(z.object(callFields)).min(1).max(MOST_CALLS_IN_BATCH).describe('EIP-5792: one after the other, on one state'),
});

export const rawSubjectSchema = z.object({
  kind: z.literal('raw'),
  transaction: hexSchema.describe('signed, as it would be sent; the sender is recovered from the signature'),
});

const typedDataSchema = z.object({
  domain: z.record(z.string(), z.unknown()),
  types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))).optional(),
  primaryType: z.string().min(1).max(200),
  message: z.record(z.string(), z.unknown()),
});

/** Wallets hand typed data on as text. */
function parsedJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'expected typed data as JSON' });
    return z.NEVER;
  }
}

export const typedDataSubjectSchema = z.object({
  kind: z.literal('typedData'),
  from: addressSchema,
  data: z
    .union([typedDataSchema, z.string().max(200_000).transform(parsedJson).pipe(typedDataSchema)])
    .describe('EIP-712, as eth_signTypedData_v4 takes it: an object, or its JSON as text'),
});

export const messageSubjectSchema = z.object({
  kind: z.literal('message'),
  from: addressSchema,
  message: z.string().max(100_000).describe('text, or 0x hex of the bytes that are signed (EIP-191)'),
});

export const userOperationSubjectSchema = z.object({
  kind: z.literal('userOperation'),
  entryPoint: addressSchema,
  op: z
    .object({
      sender: addressSchema,
      nonce: quantityInputSchema.optional(),
      callData: hexSchema.default('0x'),
      initCode: hexSchema.optional().describe('v0.6, and packed'),
      factory: addressSchema.nullish().describe('v0.7 and later'),
      factoryData: hexSchema.nullish(),
      paymasterAndData: hexSchema.optional().describe('v0.6, and packed'),
      paymaster: addressSchema.nullish(),
      paymasterData: hexSchema.nullish(),
      eip7702Auth: listedAuthorizationSchema.nullish().describe('v0.8: the account delegates in the same transaction'),
    })
    .loose()
    .describe('ERC-4337, of v0.6 to v0.8, packed or not; it need not be signed'),
});

export const authorizationSubjectSchema = z.object({
  kind: z.literal('authorization'),
  ...authorizationFields,
  from: addressSchema.describe('the account that would run the code'),
});

export const CHECKABLE = [
  transactionSubjectSchema,
  callsSubjectSchema,
  rawSubjectSchema,
  typedDataSubjectSchema,
  messageSubjectSchema,
  userOperationSubjectSchema,
  authorizationSubjectSchema,
] as const;

export const checkRequestSchema = z
  .object({
    chainId: z.number().int().positive(),
    subject: z.discriminatedUnion('kind', CHECKABLE),
    origin: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('the page that asks for it'),
    account: addressSchema.optional().describe('whose money it is, where that is not who signs: a Safe, for one'),
    policy: z
      .union([z.string().min(1).max(64), policySettingsSchema])
      .optional()
      .describe('the name of a stored policy, or thresholds for this request alone'),
    environments: z
      .union([
        z.number().int().min(2).max(5),
        z
          .array(z.string().max(40))
          .min(1)
          .max(5)
          .transform(({ length }) => Math.max(2, length)),
      ])
      .default(5)
      .describe('in how many it is simulated, the base one among them; a list says how many by its length'),
    block: z
      .union([z.literal('latest'), quantityInputSchema])
      .optional()
      .describe('on whose state; the newest if left out'),
    requestId: z.string().min(1).max(128).optional().describe('the same id and request are answered once: later ones get the first answer'),
    deadlineMs: z.number().int().min(50).max(30_000).default(5_000),
  })
  .meta({ id: 'CheckRequest' });
export type CheckRequest = z.infer<typeof checkRequestSchema>;

type RequestOf<S extends z.ZodType> = Omit<CheckRequest, 'subject'> & { readonly subject: z.infer<S> };
/** Of a transaction whose fields are given. */
export type TransactionCheckRequest = RequestOf<typeof transactionSubjectSchema>;
export type CallsCheckRequest = RequestOf<typeof callsSubjectSchema>;
export type TypedDataCheckRequest = RequestOf<typeof typedDataSubjectSchema>;
export type MessageCheckRequest = RequestOf<typeof messageSubjectSchema>;
export type UserOperationCheckRequest = RequestOf<typeof userOperationSubjectSchema>;
export type AuthorizationCheckRequest = RequestOf<typeof authorizationSubjectSchema>;
/** Everything but what is signed already: that is read first. */
export type UnsignedCheckRequest =
  | TransactionCheckRequest
  | CallsCheckRequest
  | TypedDataCheckRequest
  | MessageCheckRequest
  | UserOperationCheckRequest
  | AuthorizationCheckRequest;
