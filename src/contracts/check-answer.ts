import { z } from 'zod';
import { reasonSchema } from './alert.js';
import { addressSchema, amountSchema, riskSchema, severitySchema, timeSchema } from './primitives.js';

export const VERDICTS = ['malicious', 'warning', 'benign', 'not_checked'] as const;

export const checkReasonSchema = reasonSchema.extend({
  severity: severitySchema,
  address: addressSchema.nullable(),
  evidence: z.record(z.string(), z.unknown()),
});

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
  symbol: z.string().nullable().describe('as the token names itself: anybody can take any name'),
  standard: z.string(),
  amount: amountSchema.describe('what the party gains; negative: loses'),
  decimal: z.string().nullable().describe('the amount in whole units; null where the decimals are not known'),
  direction: z.enum(['in', 'out']),
  tokenId: amountSchema.nullable(),
  usd: z.number().nullable(),
});

export const exposureSchema = z.object({
  kind: z.string(),
  owner: addressSchema,
  spender: addressSchema,
  token: addressSchema,
  limit: amountSchema,
  unlimited: z.boolean(),
  expiresAt: timeSchema.nullable(),
  atRisk: amountSchema.nullable().describe('what the owner holds of it now, up to the limit; null where that is not known'),
  atRiskDecimal: z.string().nullable().describe('the same in whole units'),
  symbol: z.string().nullable().describe('as the token names itself'),
});

const argumentSchema = z.object({ name: z.string(), type: z.string(), value: z.unknown() });

export interface DecodedCallView {
  to: string | null;
  selector: string | null;
  signature: string | null;
  function: string | null;
  arguments: z.infer<typeof argumentSchema>[];
  value: string;
  operation: 'call' | 'delegatecall' | 'create';
  proxies: { kind: string; implementation: string }[];
  calls: DecodedCallView[];
}

const decodedCallSchema: z.ZodType<DecodedCallView> = z
  .object({
    to: addressSchema.nullable(),
    selector: z.string().nullable(),
    signature: z.string().nullable(),
    function: z.string().nullable(),
    arguments: z.array(argumentSchema),
    value: amountSchema,
    operation: z.enum(['call', 'delegatecall', 'create']),
    proxies: z.array(z.object({ kind: z.string(), implementation: addressSchema })).describe('followed, outermost first'),
    get calls() {
      return z.array(decodedCallSchema).describe('what it carries: of a multicall, a Safe, an account, a router');
    },
  })
  .meta({ id: 'DecodedCall' });

const simulationRunSchema = z.object({
  environment: z.string(),
  status: z.enum(['succeeded', 'reverted', 'skipped', 'failed']),
  reason: z.string().nullable(),
  gasUsed: z.number().nullable(),
});

export const CHECK_ACTIONS = [
  'send',
  'receive',
  'swap',
  'approve',
  'revoke',
  'mint',
  'burn',
  'deposit',
  'withdraw',
  'deploy',
  'delegate',
  'upgrade',
  'change-owner',
  'change-setting',
  'sign-order',
  'sign-in',
] as const;

const actionSchema = z.object({ kind: z.enum(CHECK_ACTIONS), text: z.string(), contract: addressSchema.nullable() });

/** Bounds that a delegation can be given, so that what was checked is all that can happen. `terms` are those of MetaMask's caveat enforcers. */
const caveatSchema = z.object({
  kind: z.enum(['exactCall', 'nativeBalanceChange', 'erc20BalanceChange', 'validBefore']),
  text: z.string(),
  enforcer: z.string(),
  terms: z.string(),
});

export const checkedCallSchema = z.object({
  index: z.number(),
  verdict: z.enum(VERDICTS),
  reasons: z.array(checkReasonSchema),
  simulation: z.array(simulationRunSchema),
  decoded: decodedCallSchema,
  balanceChanges: z.array(balanceChangeSchema),
  exposures: z.array(exposureSchema),
  gas: z.number().nullable(),
});

const decodedSchema = decodedCallSchema.nullable().describe('null of typed data and messages that carry no call');

export const checkAnswerSchema = z
  .object({
    id: z.string(),
    requestId: z.string(),
    chainId: z.number(),
    kind: z.string(),
    from: addressSchema.describe('who signs'),
    verdict: z.enum(VERDICTS),
    reasons: z.array(checkReasonSchema),
    coverage: z.array(checkCoverageSchema),
    simulation: z.array(simulationRunSchema),
    diverged: z.boolean(),
    balanceChanges: z.array(balanceChangeSchema),
    exposures: z.array(exposureSchema),
    actions: z.array(actionSchema),
    decoded: decodedSchema,
    scheme: z.string().nullable().describe('of typed data and messages: whose format it is'),
    calls: z.array(checkedCallSchema).describe('of a batch: each for itself; empty of everything else'),
    counterparties: z.array(
      z.object({
        address: addressSchema,
        code: z.enum(['none', 'some', 'unknown']),
        labels: z.array(z.string()),
        delegatesTo: addressSchema.nullable().describe('EIP-7702'),
        firstSeenAt: timeSchema.nullable().describe('as far as this chain was watched'),
        knownToAccount: z.boolean().nullable().describe('whether the account paid it before; null without history'),
      }),
    ),
    caveats: z.array(caveatSchema),
    gas: z.number().nullable(),
    score: riskSchema,
    block: z.object({ number: z.number(), hash: z.string() }).nullable(),
    validUntil: timeSchema.nullable().describe('the state that was read may have moved on after it: check again'),
    modelId: z.string().nullable(),
    rulesVersion: z.string(),
    policy: z.string().nullable(),
    recheckOf: z.string().nullable().describe('the check that was asked again'),
    changes: z.array(z.string()).describe('of a check that was asked again: what is different'),
    feedbackToken: z.string().nullable().describe('POST /v1/feedback takes it, with what is wrong'),
    latencyMs: z.number(),
    simulationMs: z.number().describe('of it, waiting for nodes'),
  })
  .meta({ id: 'CheckAnswer' });
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;
