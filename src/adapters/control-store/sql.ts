import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';

export type SqlRow = Readonly<Record<string, unknown>>;

/** PostgreSQL as the stores use it; the same SQL in process and on a server. */
export interface Sql {
  query(text: string, params?: readonly unknown[]): Promise<readonly SqlRow[]>;
  /** Several statements without parameters: migrations. */
  script(text: string): Promise<void>;
  transaction<T>(run: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

interface Queryable {
  query(text: string, params?: unknown[]): Promise<{ rows: unknown[] }>;
}

function rowsOf(result: { rows: unknown[] }): readonly SqlRow[] {
  return result.rows.filter((row): row is SqlRow => typeof row === 'object' && row !== null);
}

/** Text of PostgreSQL holds no U+0000; what comes with one is asked and kept with U+FFFD in its place, instead of failing whatever it is part of. */
function held(param: unknown): unknown {
  if (typeof param === 'string') return param.includes('\0') ? param.replaceAll('\0', '\ufffd') : param;
  return Array.isArray(param) ? param.map(held) : param;
}

/** PGlite: PostgreSQL compiled to WASM, in a folder or in memory. */
export async function openPglite(dir: string | null): Promise<Sql> {
  return sqlOver(dir === null ? await PGlite.create() : await PGlite.create(dir));
}

/** Statements over a database in this process, which is closed with them. */
export function sqlOver(db: PGlite): Sql {
  const wrap = (target: {
    query: (text: string, params?: unknown[]) => Promise<{ rows: unknown[] }>;
    exec: (text: string) => Promise<unknown>;
  }): Sql => ({
    query: async (text, params = []) => rowsOf(await target.query(text, params.map(held))),
    script: async (text) => void (await target.exec(text)),
    transaction: (run) => run(wrap(target)),
    close: async () => undefined,
  });
  return { ...wrap(db), transaction: (run) => db.transaction((tx) => run(wrap(tx))), close: () => db.close() };
}

/** A PostgreSQL server. */
export function openPostgres(url: string): Sql {
  const pool = new pg.Pool({ connectionString: url, max: 8, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined); // An idle connection that breaks is replaced at the next query.
  const wrap = (target: Queryable): Sql => ({
    query: async (text, params = []) => rowsOf(await target.query(text, params.map(held))),
    script: async (text) => void (await target.query(text)),
    transaction: (run) => run(wrap(target)),
    close: async () => undefined,
  });
  return {
    ...wrap(pool),
    async transaction(run) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // The pool listens only to those that lie idle, and an error that nobody hears ends the process.
      const onError = (error: Error) => {
        broken = error;
      };
      client.on('error', onError);
      try {
        await client.query('begin');
        const result = await run(wrap(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((cause: Error) => {
          broken ??= cause;
        });
        throw error;
      } finally {
        if (broken === undefined) client.off('error', onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
