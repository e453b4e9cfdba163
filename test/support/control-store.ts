import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createControlStore, migrateControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { type Sql, sqlOver } from '../../src/adapters/control-store/sql.js';
import { readMigrations } from '../../src/adapters/migrations.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { TEST_CACHE } from './test-cache.js';

/** Databases of this suite that are as new, and used again: opening one takes half a second, emptying one 30 ms. */
const idle: PGlite[] = [];
const MOST_IDLE = 3;
/** Nothing is kept behind the last test, nor outside jest: an open database holds its process. */
let keeps = typeof globalThis.afterAll === 'function';
if (keeps)
  globalThis.afterAll(async () => {
    keeps = false;
    await Promise.all(idle.splice(0).map((db) => db.close()));
  });

/**
 * The control store in memory as `openControlStore({migrate: true})` opens it, from a copy that was migrated once a machine: making a database takes a second, and tests
 * want hundreds. Migrating itself is tested in `migrations.integration.test.ts`.
 */
export async function openTestControlStore(): Promise<ControlStore> {
  const db = idle.pop() ?? (await PGlite.create({ loadDataDir: new Blob([readFileSync(await template())]) }));
  return createControlStore(lend(db));
}

/** A folder of a store that is migrated, for what shall outlive its process: `openControlStore({dir})` opens it. */
export async function migratedFolder(dir: string): Promise<void> {
  mkdirSync(dir, { recursive: true });
  execFileSync('tar', ['-xf', await template(), '-C', dir], { stdio: 'ignore' });
}

/** Whoever goes on with a store that was closed meets an error, as with one of its own, and not the next test's rows. */
function lend(db: PGlite): Sql {
  const sql = sqlOver(db);
  let isClosed = false;
  const whileOpen = <T>(run: () => Promise<T>): Promise<T> => (isClosed ? Promise.reject(new Error('the store is closed')) : run());
  return {
    query: (text, params) => whileOpen(() => sql.query(text, params)),
    script: (text) => whileOpen(() => sql.script(text)),
    transaction: (run) => whileOpen(() => sql.transaction(run)),
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (!keeps || idle.length >= MOST_IDLE || !(await isAsNew(db))) await db.close();
      else if (keeps) idle.push(db);
      else await db.close();
    },
  };
}

const BEGINNING = 'tocsin_test_beginning';

/** Empties it down to what the migrations had put there. */
async function isAsNew(db: PGlite): Promise<boolean> {
  try {
    await db.exec(`select ${BEGINNING}.return_to()`);
    return true;
  } catch {
    return false;
  }
}

/** Keeps what the migrations put into tables, with a function that goes back to it. Triggers and references are of no matter on that way. */
const RETURN_TO = `
  create schema ${BEGINNING};
  do $$ declare name text; begin
    for name in select tablename from pg_tables where schemaname = 'public' loop
      execute format('create table ${BEGINNING}.%I as select * from public.%I', name, name);
    end loop;
  end $$;
  create function ${BEGINNING}.return_to() returns void language plpgsql as $$ declare name text; begin
    set local session_replication_role = replica;
    for name in select tablename from pg_tables where schemaname = '${BEGINNING}' loop
      execute format('delete from public.%I', name);
      execute format('insert into public.%I overriding system value select * from ${BEGINNING}.%I', name, name);
    end loop;
    for name in select sequencename from pg_sequences where schemaname = 'public' loop
      execute format('alter sequence public.%I restart', name);
    end loop;
  end $$;
`;
/** The databases that others would be made of: a third of all that is copied. */
const ONLY_ONE = `
  update pg_database set datistemplate = false where datname like 'template%';
  drop database template0;
  drop database template1;
  checkpoint;
`;

async function template(): Promise<string> {
  const { version } = JSON.parse(readFileSync('node_modules/@electric-sql/pglite/package.json', 'utf8')) as { version: string };
  const migrations = readMigrations('postgres').map(({ name, hash }) => `${name}:${hash}`);
  const key = createHash('sha256')
    .update([version, ...migrations, RETURN_TO, ONLY_ONE].join())
    .digest('hex')
    .slice(0, 24);
  const file = path.join(TEST_CACHE, 'pglite', `${key}.tar`);
  if (existsSync(file)) return file;
  const db = await PGlite.create();
  await migrateControlStore(sqlOver(db));
  await db.exec(RETURN_TO);
  for (const statement of ONLY_ONE.split(';')) await db.exec(statement);
  const dump = await db.dumpDataDir('none');
  await db.close();
  mkdirSync(path.dirname(file), { recursive: true });
  // Whole at once: another worker may be looking for it.
  const half = `${file}.${process.pid}`;
  writeFileSync(half, Buffer.from(await dump.arrayBuffer()));
  renameSync(half, file);
  return file;
}
