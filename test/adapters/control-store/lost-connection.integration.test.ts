import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openPostgres, type Sql } from '../../../src/adapters/control-store/sql.js';
import { type PostgresServer, startPostgres } from '../../support/postgres.js';

let server: PostgresServer;
let sql: Sql;
let operator: Sql;

beforeAll(async () => {
  server = await startPostgres();
  sql = openPostgres(server.url);
  operator = openPostgres(server.url);
}, 120_000);
afterAll(async () => {
  await sql?.close();
  await operator?.close();
  await server?.stop();
});

const end = (pid: unknown) => operator.query('select pg_terminate_backend($1::int)', [pid]);

describe('a connection that is lost', () => {
  it('fails the transaction that it was in, between two statements or within one, and nothing else', async () => {
    await sql.query('create table kept (n int)');
    const between = sql.transaction(async (tx) => {
      const [row] = await tx.query('select pg_backend_pid() as pid');
      await tx.query('insert into kept values (1)');
      await end(row?.['pid']);
      await operator.query('select pg_sleep(0.2)');
      await tx.query('insert into kept values (2)');
    });
    await expect(between).rejects.toThrow();
    const within = sql.transaction(async (tx) => {
      const [row] = await tx.query('select pg_backend_pid() as pid');
      const slow = tx.query('select pg_sleep(30)');
      await Promise.all([slow, operator.query('select pg_sleep(0.2)').then(() => end(row?.['pid']))]);
    });
    await expect(within).rejects.toThrow();
    await sql.transaction((tx) => tx.query('insert into kept values (3)'));
    expect(await sql.query('select n from kept')).toEqual([{ n: 3 }]);
  });

  it('is none for a transaction that fails by itself: its connection goes back', async () => {
    const pids = async () => (await sql.query('select pg_backend_pid() as pid'))[0]?.['pid'];
    const before = await pids();
    await expect(sql.transaction((tx) => tx.query('select nothing from nowhere'))).rejects.toThrow();
    expect(await pids()).toBe(before);
  });
});
