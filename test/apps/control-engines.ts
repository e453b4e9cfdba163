import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { openTestControlStore } from '../support/control-store.js';
import { startPostgres } from '../support/postgres.js';

export interface ControlEngine {
  readonly control: ControlStore;
  /** Call after the store was closed. */
  stop(): Promise<void>;
}

async function openPglite(): Promise<ControlEngine> {
  return { control: await openTestControlStore(), stop: async () => undefined };
}

/** A server of its own: there, transactions run at the same time for real. */
async function openPostgres(): Promise<ControlEngine> {
  const { url, stop } = await startPostgres();
  return { control: await openControlStore({ url, migrate: true }), stop };
}

/** For `describe.each`: what is promised of decisions and of sockets holds over both. */
export const CONTROL_ENGINES = [
  ['PGlite', openPglite],
  ['PostgreSQL', openPostgres],
] as const;
