import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createControlStore, migrateControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { sqlOver } from '../../src/adapters/control-store/sql.js';
import { readMigrations } from '../../src/adapters/migrations.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { TEST_CACHE } from './test-cache.js';

/**
 * The control store in memory as `openControlStore({migrate: true})` opens it, from a copy that was migrated once a machine: making a database takes a second, and tests
 * want hundreds. Migrating itself is tested in `migrations.integration.test.ts`.
 */
export async function openTestControlStore(): Promise<ControlStore> {
  const loadDataDir = new Blob([readFileSync(await template())]);
  return createControlStore(sqlOver(await PGlite.create({ loadDataDir })));
}

async function template(): Promise<string> {
  const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as { version: string };
  const migrations = readMigrations('postgres').map(({ name, hash }) => `${name}:${hash}`);
  const key = createHash('sha256')
    .update([version, ...migrations].join())
    .digest('hex')
    .slice(0, 24);
  const file = path.join(TEST_CACHE, 'pglite', `${key}.tar`);
  if (existsSync(file)) return file;
  const db = await PGlite.create();
  await migrateControlStore(sqlOver(db));
  const dump = await db.dumpDataDir('none');
  await db.close();
  mkdirSync(path.dirname(file), { recursive: true });
  // Whole at once: another worker may be looking for it.
  const half = `${file}.${process.pid}`;
  writeFileSync(half, Buffer.from(await dump.arrayBuffer()));
  renameSync(half, file);
  return file;
}
