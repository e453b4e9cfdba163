import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { FatalError } from '../core/errors.js';

export interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

/** The folder that holds package.json: the same from the sources and from the build. */
export function packageRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'package.json'))) {
    const up = path.dirname(folder);
    if (up === folder)
      throw new FatalError('no-package-root', 'package.json was not found above the program: the installation is incomplete.');
    folder = up;
  }
  return folder;
}

/** Numbered files of one engine, in order. */
export function readMigrations(engine: 'postgres' | 'clickhouse'): readonly Migration[] {
  const folder = path.join(packageRoot(), 'migrations', engine);
  return readdirSync(folder)
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(folder, name), 'utf8');
      return { name, sql, hash: createHash('sha256').update(sql).digest('hex') };
    });
}

/** What is still to be applied. An applied file that is not what it was stops the start: history is forward only. */
export function pendingMigrations(all: readonly Migration[], applied: ReadonlyMap<string, string>): readonly Migration[] {
  for (const [name, hash] of applied) {
    const known = all.find((migration) => migration.name === name);
    if (known === undefined)
      throw new FatalError(
        'migration-unknown',
        `The store was migrated by ${name}, which this version does not have. Run the newer version, or restore the older store.`,
      );
    if (known.hash !== hash)
      throw new FatalError(
        'migration-changed',
        `migrations file ${name} was changed after it was applied. Restore the file and put the change into a new one.`,
      );
  }
  return all.filter((migration) => !applied.has(migration.name));
}
