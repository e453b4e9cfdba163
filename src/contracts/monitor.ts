import { z } from 'zod';
import type { Address } from '../core/chain/block.js';
import type { Json } from '../core/detect/finding.js';
import { secondsOf } from '../core/monitor/duration.js';
import { MONITOR_SUBJECTS, type Monitor, type MonitorRead } from '../core/monitor/monitor.js';
import { addressSchema, pageQuerySchema, severitySchema, timeSchema } from './primitives.js';

const slugSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and dashes');
const celSchema = z.string().min(1, 'write a condition').max(4_000).describe('an expression of CEL');

const LONGEST_S = 30 * 86_400;
const durationSchema = z
  .string()
  .refine((text) => secondsOf(text) !== null, 'expected a number with s, m, h or d, for example 10m')
  .refine((text) => (secondsOf(text) ?? 0) <= LONGEST_S, 'expected at most 30d');
const LONGEST_WINDOW_S = 7 * 86_400;
const windowDurationSchema = durationSchema.refine((text) => (secondsOf(text) ?? 0) <= LONGEST_WINDOW_S, 'a window is at most 7d');

export const monitorWindowSchema = z
  .strictObject({
    for: windowDurationSchema,
    groupBy: celSchema.optional().describe('counted apart by its value; left out: all matches together'),
    count: z.literal(true).optional(),
    sum: celSchema.optional().describe('an amount or a whole number'),
    over: z.union([z.number().int().nonnegative(), celSchema]).describe('fires when the count or the sum is larger'),
  })
  .refine((window) => (window.count === true) !== (window.sum !== undefined), 'say either count: true or sum');

export const monitorStepSchema = z.strictObject({
  monitor: slugSchema.describe('matched before'),
  within: durationSchema,
  by: celSchema.describe('the entity that both are about, for example tx.from'),
});

const slotSchema = z
  .string('write it in quotes, as hex or as a number')
  .regex(/^(0x[0-9a-f]{1,64}|\d{1,77})$/i, 'expected a number, or 0x and at most 64 digits of hex')
  .describe('the number of a word in storage');

export const monitorReadSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][A-Za-z0-9_]{0,30}$/, 'expected a name of letters and digits'),
    address: addressSchema,
    function: z.string().min(8).max(500).optional().describe('function totalSupply() view returns (uint256)'),
    args: z.array(z.json()).max(8).optional(),
    slot: slotSchema.optional(),
    type: z.string().max(20).optional().describe('of the value in the slot: address, bool, uint128, bytes32'),
    offset: z.number().int().min(0).max(31).optional().describe('bytes to the right of the value in its word'),
  })
  .refine(({ function: call, slot }) => (call === undefined) !== (slot === undefined), 'say either function or slot')
  .refine(({ function: call, type, offset }) => call === undefined || (type ?? offset) === undefined, 'type and offset belong to a slot')
  .refine(({ slot, args }) => slot === undefined || args === undefined, 'args belong to a function')
  .refine(({ slot, type }) => slot === undefined || type !== undefined, {
    path: ['type'],
    error: 'say what lies in the slot: address, bool, uint128, bytes32',
  });

/** A monitor as people write it: a YAML file, or JSON. */
export const monitorInputSchema = z
  .strictObject({
    id: slugSchema,
    title: z.string().min(1, 'say in a few words what it watches').max(200),
    chains: z.array(z.number().int().positive()).min(1, 'name at least one chain').max(50),
    addresses: z.array(addressSchema).max(1_000).default([]).describe('none: all'),
    abi: z.array(z.json()).max(1_000).optional().describe('items of an ABI, or lines of Solidity such as "event Paused(address account)"'),
    on: z.enum(MONITOR_SUBJECTS),
    when: celSchema,
    window: monitorWindowSchema.optional(),
    sequence: z.array(monitorStepSchema).max(5).optional(),
    reads: z.array(monitorReadSchema).max(10).optional(),
    severity: severitySchema,
    risk: z.number().min(0).max(100).optional(),
    channels: z.array(slugSchema).max(20).default([]),
    cooldown: durationSchema.optional(),
    muted: z.boolean().default(false).describe('on record, and told to no channel'),
    owner: z.string().min(1, 'say who answers for it').max(200).describe('who answers for it'),
  })
  .meta({ id: 'MonitorInput' });
export type MonitorInput = z.infer<typeof monitorInputSchema>;

export const monitorHealthSchema = z.object({
  state: z.enum(['matching', 'quiet', 'failing', 'refused']),
  lastMatch: timeSchema.nullable(),
  lastMatchBlock: z.number().nullable(),
  lastAlertId: z.string().nullable(),
  lastIncidentId: z.string().nullable(),
  matches: z.number().describe('alerts that it raised so far'),
  lastError: z.string().nullable(),
});

export const monitorSchema = monitorInputSchema
  .extend({
    version: z.number(),
    updatedAt: timeSchema,
    updatedBy: z.string(),
    health: monitorHealthSchema,
  })
  .meta({ id: 'Monitor' });
export type MonitorView = z.infer<typeof monitorSchema>;

export const ruleProblemSchema = z
  .object({
    path: z.string().describe('JSON Pointer'),
    message: z.string(),
    line: z.number().nullable(),
    column: z.number().nullable(),
    remedy: z.string().nullable(),
    severity: z.enum(['error', 'warning']).describe('a warning does not stand in the way of saving'),
  })
  .meta({ id: 'RuleProblem' });

export const monitorValidationSchema = z
  .object({
    valid: z.boolean(),
    problems: z.array(ruleProblemSchema),
    cost: z.object({ nodes: z.number(), worst: z.number().describe('steps at most, at a transaction of a thousand events') }).nullable(),
    context: z
      .array(
        z.object({
          name: z.string().describe('tx.value; tx.events[].name of what is in a list'),
          type: z.string(),
          words: z.array(z.string()).describe('what it may be equal to, where that is known'),
        }),
      )
      .describe('what the expression may use here'),
    functions: z
      .array(z.object({ name: z.string(), receiver: z.string().nullable().describe('type of what it is asked of'), signature: z.string() }))
      .describe('what it may call'),
  })
  .meta({ id: 'MonitorValidation' });
export type MonitorValidation = z.infer<typeof monitorValidationSchema>;

export const monitorQuerySchema = pageQuerySchema;
export const monitorVersionsSchema = z.array(
  z.object({ version: z.number(), at: timeSchema, by: z.string(), removed: z.boolean(), monitor: monitorInputSchema.nullable() }),
);

/** As the engine has it: seconds for durations, addresses in lower case. What a window has counted stays silent for as long, where nothing else is said. */
export function monitorFrom(input: MonitorInput, { organisationId, version }: Pick<Monitor, 'organisationId' | 'version'>): Monitor {
  const { window, sequence = [], reads = [], cooldown, abi, risk, addresses, ...rest } = input;
  const windowS = window === undefined ? 0 : (secondsOf(window.for) ?? 0);
  return {
    ...rest,
    organisationId,
    version,
    addresses: addresses.map(lower),
    abi: (abi as readonly Json[] | undefined) ?? null, // `z.json()` is Json, which is readonly here.
    risk: risk ?? null,
    window:
      window === undefined
        ? null
        : { seconds: windowS, groupBy: window.groupBy ?? null, sum: window.sum ?? null, over: String(window.over) },
    sequence: sequence.map(({ monitor, within, by }) => ({ monitorId: monitor, seconds: secondsOf(within) ?? 0, by })),
    reads: reads.map(readFrom),
    cooldownS: cooldown === undefined ? windowS : (secondsOf(cooldown) ?? 0),
  };
}

function readFrom({
  id,
  address,
  function: call,
  args = [],
  slot = '0',
  type = '',
  offset = 0,
}: z.infer<typeof monitorReadSchema>): MonitorRead {
  const of = { id, address: lower(address) };
  if (call !== undefined) return { ...of, function: call, args: args as readonly Json[] };
  return { ...of, slot: `0x${BigInt(slot).toString(16).padStart(64, '0')}`, type, offset };
}

function lower(address: string): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
