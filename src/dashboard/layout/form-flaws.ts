import { isProblemError } from '../../sdk/problem-error.js';

export interface FormFlaws {
  /** By the first name of the field's path. */
  readonly fields: Readonly<Record<string, string>>;
  /** What belongs to no field that the form has. */
  readonly whole: string | null;
}

/** What the service says is wrong, at the field where it is. */
export function flawsOf(error: Error | null, known: readonly string[]): FormFlaws {
  if (error === null) return { fields: {}, whole: null };
  const found = (isProblemError(error) ? (error.problem.errors ?? []) : []).map(({ path, message }) => ({
    field: path.split('/')[1] ?? '',
    message,
  }));
  const fields = Object.fromEntries(found.filter(({ field }) => known.includes(field)).map(({ field, message }) => [field, message]));
  return { fields, whole: Object.keys(fields).length > 0 ? null : error.message };
}
