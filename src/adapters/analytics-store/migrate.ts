import { z } from 'zod';
import { pendingMigrations, readMigrations } from '../migrations.js';
import type { ClickHouseSql } from './click-house-sql.js';

const appliedRow = z.object({ name: z.string(), hash: z.string() });

/** Applies what is missing, in order. Each statement can be run again: a crash between two of them costs nothing. */
export async function migrateAnalyticsStore(sql: ClickHouseSql): Promise<readonly string[]> {
  await sql.command(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name String, hash String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY name',
  );
  const applied = z.array(appliedRow).parse(await sql.rows('SELECT name, hash FROM schema_migrations'));
  const pending = pendingMigrations(readMigrations('clickhouse'), new Map(applied.map((row) => [row.name, row.hash])));
  for (const migration of pending) {
    for (const statement of migration.sql.split(/^----$/m)) await sql.command(statement.trim());
    await sql.command('INSERT INTO schema_migrations (name, hash) VALUES ({name:String}, {hash:String})', {
      name: migration.name,
      hash: migration.hash,
    });
  }
  return pending.map((migration) => migration.name);
}
