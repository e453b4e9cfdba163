import { FEATURES } from '../features/schema.js';

/** What a row was computed from. A score is compared with scores of the same kind: who lacks half of the inputs is not duller for it. */
export const INPUT_KINDS = ['whole', 'no-trace', 'calls-only'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

const columnOf = (id: string) => FEATURES.findIndex((feature) => feature.id === id);
/** Known whenever there is a trace, and whenever there is a receipt. */
const [TRACE, LOGS] = [columnOf('C02_n_calls_log'), columnOf('B01_n_logs_log')];

/** Whether the row that begins at `offset` was computed from a trace as well. */
export function hasTrace(known: Uint8Array, offset: number): boolean {
  return known[offset + TRACE] === 1;
}

/** Position in INPUT_KINDS of a row that begins at `offset`. */
export function inputKindAt(known: Uint8Array, offset: number): number {
  if (!hasTrace(known, offset)) return INPUT_KINDS.indexOf('no-trace');
  return INPUT_KINDS.indexOf(known[offset + LOGS] === 1 ? 'whole' : 'calls-only');
}
