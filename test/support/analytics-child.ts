import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { openChdb } from '../../src/adapters/analytics-store/click-house-sql.js';
import { openAnalyticsStore } from '../../src/adapters/analytics-store/open-analytics-store.js';
import { buildAnalysedBlock } from './analysed-block.js';
import { SILENT_LOGGER } from './records.js';

/**
 * A process that a test kills. `write <data> <checkpoint file> <last block>`: goes on behind its checkpoint as the analysis does, and says each block that it
 * appended. `digest <data>`: what the tables come to.
 */
const CHECKPOINT_EVERY = 10;
const TABLES = ['transactions', 'findings', 'transaction_details', 'blocks'] as const;

async function write(data: string, checkpointFile: string, last: number): Promise<void> {
  const store = await openAnalyticsStore({ dir: data, migrate: true, logger: SILENT_LOGGER });
  const checkpoint = existsSync(checkpointFile) ? Number(readFileSync(checkpointFile, 'utf8')) : 0;
  await store.writer.rewind(1, checkpoint + 1);
  for (let number = checkpoint + 1; number <= last; number += 1) {
    await store.writer.append(buildAnalysedBlock({ number, transactions: 200, findings: number % 4 }));
    if (number % CHECKPOINT_EVERY === 0 || number === last) {
      await store.writer.flush();
      writeFileSync(`${checkpointFile}.new`, String(number));
      renameSync(`${checkpointFile}.new`, checkpointFile);
    }
    process.stdout.write(`${number}\n`);
  }
  await store.close();
}

async function digest(data: string): Promise<void> {
  const sql = openChdb(data);
  const of: Record<string, unknown> = {};
  for (const table of TABLES)
    of[table] = await sql.rows(
      `SELECT count() AS rows, toString(sum(cityHash64(tuple(*)))) AS hash, min(block_number) AS first, max(block_number) AS last FROM ${table} FINAL`,
    );
  of['raw'] = await sql.rows('SELECT count() AS rows FROM transactions');
  process.stdout.write(JSON.stringify(of));
  await sql.close();
}

const [mode, data = '', checkpointFile = '', last = '0'] = process.argv.slice(2);
if (mode === 'write') await write(data, checkpointFile, Number(last));
else await digest(data);
process.exit(0); // The engine's threads would keep the process.
