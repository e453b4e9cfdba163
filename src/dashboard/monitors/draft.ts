import { z } from 'zod';
import { type MonitorInput, monitorInputSchema } from '../../contracts/monitor.js';
import { severitySchema } from '../../contracts/primitives.js';

/** What a monitor can be asked about. */
export const SUBJECTS = monitorInputSchema.shape.on.options;
export type Subject = MonitorInput['on'];

const text = z.string();

/** A monitor as the fields of a form hold it: text, until it is sent. */
export const draftSchema = z.object({
  id: text,
  title: text,
  owner: text,
  chains: z.array(z.number()),
  addresses: text.describe('one a line'),
  abi: text.describe('JSON, or lines of Solidity'),
  on: monitorInputSchema.shape.on,
  when: text,
  severity: severitySchema,
  risk: text,
  channels: z.array(text),
  cooldown: text,
  muted: z.boolean(),
  window: z.object({ for: text, counts: z.enum(['matches', 'sum']), sum: text, over: text, groupBy: text }).nullable(),
  sequence: z.array(z.object({ monitor: text, within: text, by: text })),
  reads: z.array(z.object({ id: text, address: text, function: text, args: text.describe('JSON') })),
  slots: z.array(z.object({ id: text, address: text, slot: text, type: text, offset: text })).describe('sent behind the reads'),
});
export type MonitorDraft = z.infer<typeof draftSchema>;

/** Nothing written yet. */
export function emptyDraft(chains: readonly number[], owner: string): MonitorDraft {
  return {
    id: '',
    title: '',
    owner,
    chains: [...chains],
    addresses: '',
    abi: '',
    on: 'transaction',
    when: '',
    severity: 'high',
    risk: '',
    channels: [],
    cooldown: '',
    muted: false,
    window: null,
    sequence: [],
    reads: [],
    slots: [],
  };
}

export function draftOf(monitor: MonitorInput): MonitorDraft {
  const { window, sequence = [], reads = [], addresses, abi, risk, cooldown = '' } = monitor;
  return {
    id: monitor.id,
    title: monitor.title,
    owner: monitor.owner,
    chains: monitor.chains,
    addresses: addresses.join('\n'),
    abi: abi === undefined ? '' : abiText(abi),
    on: monitor.on,
    when: monitor.when,
    severity: monitor.severity,
    risk: risk === undefined ? '' : String(risk),
    channels: monitor.channels,
    cooldown,
    muted: monitor.muted,
    window:
      window === undefined
        ? null
        : {
            for: window.for,
            counts: window.sum === undefined ? 'matches' : 'sum',
            sum: window.sum ?? '',
            over: String(window.over),
            groupBy: window.groupBy ?? '',
          },
    sequence: sequence.map((step) => ({ ...step })),
    reads: reads.flatMap(({ id, address, function: signature, args = [] }) =>
      signature === undefined ? [] : [{ id, address, function: signature, args: args.length === 0 ? '' : JSON.stringify(args) }],
    ),
    slots: reads.flatMap(({ id, address, slot, type = '', offset }) =>
      slot === undefined ? [] : [{ id, address, slot, type, offset: offset === undefined ? '' : String(offset) }],
    ),
  };
}

/** An item of it a line. */
function abiText(abi: NonNullable<MonitorInput['abi']>): string {
  if (abi.every((item) => typeof item === 'string')) return abi.join('\n');
  return `[\n${abi.map((item) => `  ${JSON.stringify(item)}`).join(',\n')}\n]`;
}

/** `A large payment!` as `a-large-payment`. */
export function slugOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
