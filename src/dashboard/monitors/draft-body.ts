import type { MonitorValidation } from '../../contracts/monitor.js';
import type { MonitorDraft } from './draft.js';

export type MonitorProblem = MonitorValidation['problems'][number];

export interface DraftBody {
  /** For the service, which says what is wrong with it. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What cannot even be sent: text that shall be JSON and is not. */
  readonly problems: readonly MonitorProblem[];
}

/** What a form holds, as the service takes it. Empty fields are left out. */
export function bodyOf(draft: MonitorDraft): DraftBody {
  const { window, sequence, reads, slots, addresses, abi, risk, cooldown, ...rest } = draft;
  const problems: MonitorProblem[] = [];
  const json = (path: string, written: string): unknown => {
    try {
      return JSON.parse(written);
    } catch (error) {
      problems.push(problemAt(path, `this is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`));
      return undefined;
    }
  };
  const readOf = ({ args, ...read }: MonitorDraft['reads'][number], at: number) => ({
    ...read,
    ...present('args', args.trim() === '' ? undefined : json(`/reads/${at}/args`, args)),
  });
  const body = {
    ...rest,
    title: draft.title.trim(),
    addresses: addresses.split(/[\s,;]+/).filter((address) => address !== ''),
    ...present('abi', abiOf(abi, json)),
    ...present('risk', risk.trim() === '' ? undefined : numberOrText(risk)),
    ...present('cooldown', cooldown.trim() === '' ? undefined : cooldown.trim()),
    ...present('window', window === null ? undefined : windowOf(window)),
    ...present('sequence', sequence.length === 0 ? undefined : sequence),
    ...present('reads', reads.length + slots.length === 0 ? undefined : [...reads.map(readOf), ...slots.map(slotOf)]),
  };
  return { body, problems };
}

function problemAt(path: string, message: string): MonitorProblem {
  return { path, message, line: null, column: null, remedy: null, severity: 'error' };
}

function present(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}

/** The service says what is wrong with text that is no number. */
function numberOrText(written: string): number | string {
  return /^\s*\d+(\.\d+)?\s*$/.test(written) ? Number(written) : written;
}

function slotOf({ slot, type, offset, ...read }: MonitorDraft['slots'][number]): Readonly<Record<string, unknown>> {
  return { ...read, slot: slot.trim(), type: type.trim(), ...present('offset', offset.trim() === '' ? undefined : numberOrText(offset)) };
}

function windowOf({ for: span, counts, sum, over, groupBy }: NonNullable<MonitorDraft['window']>): Readonly<Record<string, unknown>> {
  return {
    for: span.trim(),
    ...(counts === 'matches' ? { count: true } : { sum }),
    over: /^\s*\d+\s*$/.test(over) ? Number(over) : over,
    ...(groupBy.trim() === '' ? {} : { groupBy }),
  };
}

/** Items of JSON, also within the file that a compiler writes; else lines of Solidity. */
function abiOf(written: string, json: (path: string, text: string) => unknown): unknown {
  const trimmed = written.trim();
  if (trimmed === '') return undefined;
  if (!/^[[{]/.test(trimmed)) {
    return trimmed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }
  const read = json('/abi', trimmed);
  if (Array.isArray(read) || read === undefined || typeof read !== 'object' || read === null) return read;
  const inner: unknown = Reflect.get(read, 'abi');
  return Array.isArray(inner) ? inner : [read];
}
