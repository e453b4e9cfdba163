import type { MonitorInput } from '../../contracts/monitor.js';
import { fieldWord } from './problems.js';

export interface ChangedField {
  readonly field: string;
  readonly word: string;
  /** Null: nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What one version says otherwise than another, field by field. Null: before the first. */
export function changedFields(before: MonitorInput | null, after: MonitorInput): readonly ChangedField[] {
  const old = new Map<string, unknown>(Object.entries(before ?? {}));
  const now = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field) => {
    const texts = { before: shown(old.get(field)), after: shown(now.get(field)) };
    return texts.before === texts.after ? [] : [{ field, word: fieldWord(field), ...texts }];
  });
}

function shown(value: unknown): string | null {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return null;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
}
