import path from 'node:path';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { openControlStore } from '../../adapters/control-store/open-control-store.js';
import { FatalError } from '../../core/errors.js';
import type { ControlStore } from '../../ports/control-store.js';
import { type Config, loadConfig } from '../platform/config.js';
import { holderOfDataFolder, lockDataFolder } from '../platform/data-folder.js';
import { createLogger } from '../platform/logging.js';
import { type Role, runRole } from '../worker/role.js';
import { stopOnSignal } from './stop-signal.js';

export interface OperationFlags {
  readonly data?: string;
}

export function settled(flags: OperationFlags, env: NodeJS.ProcessEnv): Config {
  const config = loadConfig(env);
  return { ...config, dataDir: flags.data ?? config.dataDir };
}

/** `tocsin role …` */
export async function role(name: Role, env: NodeJS.ProcessEnv): Promise<void> {
  const config = loadConfig(env);
  await runRole(name, config, createLogger(config.logLevel), stopOnSignal());
}

/** `tocsin migrate`: brings both stores to this version's schema. */
export async function migrate(flags: OperationFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const config = settled(flags, env);
  await withStore(config, async () => {
    const logger = createLogger(config.logLevel);
    const analytics = await openAnalyticsStore({
      url: config.clickhouseUrl,
      dir: path.join(config.dataDir, 'clickhouse'),
      migrate: true,
      logger,
    });
    await analytics.close();
  });
  process.stdout.write('PostgreSQL and ClickHouse have the schema of this version.\n');
}

/** The control store for one command: an embedded one only while nobody else owns the folder. */
export async function withStore<T>(config: Config, work: (store: ControlStore) => Promise<T>): Promise<T> {
  const folder = config.postgresUrl === null ? lockDataFolder(config.dataDir, config.port) : null;
  try {
    const store = await openControlStore({
      url: config.postgresUrl,
      dir: path.join(config.dataDir, 'postgres'),
      migrate: true,
      secretsKeys: config.secretsKeys,
    });
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  } finally {
    folder?.release();
  }
}

/** Asks the instance that runs on the folder; null where none does. */
export async function askInstance(config: Config, method: string, route: string, body?: unknown): Promise<unknown> {
  const holder = config.postgresUrl === null ? holderOfDataFolder(config.dataDir) : null;
  if (holder === null) return null;
  if (config.apiKey === null)
    throw new FatalError(
      'no-key',
      `An instance (pid ${holder.pid}) runs on ${config.dataDir}. Set TOCSIN_API_KEY to a key of it, so that it can be asked.`,
    );
  const response = await fetch(`http://127.0.0.1:${holder.port}${route}`, {
    method,
    headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new FatalError('refused', `The running instance answered ${response.status}: ${text.slice(0, 500)}`);
  return text === '' ? {} : JSON.parse(text);
}

export function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}
