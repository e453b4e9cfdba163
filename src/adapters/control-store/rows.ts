import type { SqlRow } from './sql.js';

/** Drivers give bigint columns as text or as numbers; these read both. */
export function numberOf(row: SqlRow, column: string): number {
  return Number(row[column]);
}

export function nullableNumberOf(row: SqlRow, column: string): number | null {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
}

export function textOf(row: SqlRow, column: string): string {
  return String(row[column]);
}

export function nullableTextOf(row: SqlRow, column: string): string | null {
  const value = row[column];
  return value === null || value === undefined ? null : String(value);
}

export function textsOf(row: SqlRow, column: string): readonly string[] {
  const value = row[column];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A jsonb column that this program wrote itself: its shape is the migration's promise. */
export function jsonOf<T>(row: SqlRow, column: string): T {
  const value = row[column];
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}
