import { readFileSync } from 'node:fs';
import { request } from 'undici';
import { FatalError, messageOf } from '../core/errors.js';

export interface CsvRow {
  cell(name: string): string;
  /** File and line, for what is wrong with it. */
  readonly place: string;
}

async function textOf(setting: string, place: string): Promise<string> {
  try {
    if (!/^https?:\/\//.test(place)) return readFileSync(place, 'utf8');
    const { statusCode, body } = await request(place, { headersTimeout: 30_000, bodyTimeout: 60_000 });
    if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
    return await body.text();
  } catch (error) {
    throw new FatalError('csv-unreadable', `${setting}: ${place} cannot be read: ${messageOf(error)}. Give a CSV file.`);
  }
}

/** Rows of a CSV file or URL whose first line names its columns. Fields hold no comma. */
export async function readCsv(setting: string, place: string, columns: readonly string[]): Promise<readonly CsvRow[]> {
  const [head = '', ...lines] = (await textOf(setting, place)).split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new FatalError(
      'csv-columns',
      `${setting}: ${place} lacks the column ${missing.join(', ')}. Its first line names: ${columns.join(',')}.`,
    );
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return [];
    const cells = line.split(',');
    return [{ cell: (name: string) => (cells[names.indexOf(name)] ?? '').trim(), place: `${setting}: ${place}:${i + 2}` }];
  });
}

export function addressIn(row: CsvRow): `0x${string}` {
  const text = row.cell('address').toLowerCase();
  if (!isAddress(text)) throw new FatalError('csv-row', `${row.place}: address ${row.cell('address')} is not 0x and 40 hex digits.`);
  return text;
}

function isAddress(text: string): text is `0x${string}` {
  return /^0x[0-9a-f]{40}$/.test(text);
}
