import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ClickHouseSql, openClickHouse } from '../../src/adapters/analytics-store/click-house-sql.js';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { compileContracts } from '../../src/lab/compile.js';
import { freePort } from '../../src/lab/devnet/free-port.js';
import { startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { writeTownLabels } from '../../src/lab/labels.js';
import { writeTownPrices } from '../../src/lab/prices.js';
import type { Scenario } from '../../src/lab/stage.js';
import { Town } from '../../src/lab/town.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { startClickHouseBridge } from './clickhouse-bridge.js';
import { startKafka } from './kafka.js';
import { startPostgres } from './postgres.js';
import { type RoleProcess, startRole } from './role-process.js';
import { Life } from './town-life.js';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.js';

/** Consumers first, so that nothing waits for a reader. */
export const CLUSTER_ROLES = ['api', 'alert', 'deliver', 'analyse', 'ingest'] as const;
export type ClusterRole = (typeof CLUSTER_ROLES)[number];

const API_KEY = 'of-a-test-0123456789';
const TOWN_SEED = 7;
/** A role that was away for long still finds all of what it missed. */
const STATES_KEPT = 8_192;

export interface ClusterOptions {
  readonly stories: readonly Scenario[];
  /** Beside those that a cluster needs. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Roles as processes of their own over real engines, a devnet that lives, and a receiver of their webhooks. */
export class Cluster {
  readonly apiKey = API_KEY;
  private readonly roles = new Map<ClusterRole, RoleProcess>();

  private constructor(
    private readonly parts: {
      readonly settings: Readonly<Record<string, string>>;
      readonly apiPort: number;
      readonly closing: (() => Promise<unknown> | unknown)[];
    },
    readonly chainId: number,
    readonly rpcUrl: string,
    /** Settings of what is known of the town: labels and prices. */
    readonly knowledge: Readonly<Record<string, string>>,
    readonly life: Life,
    readonly receiver: WebhookReceiver,
    readonly sql: ClickHouseSql,
    readonly control: ControlStore,
  ) {}

  static async open({ stories, settings = {} }: ClusterOptions): Promise<Cluster> {
    // Once, before several processes look whether it is fresh.
    await promisify(execFile)(process.execPath, [path.resolve(import.meta.dirname, '../../src/apps/cli/build.mjs')]);
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-cluster-'));
    const closing: (() => Promise<unknown> | unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
    const later = <T>(part: T, close: (part: T) => Promise<unknown>): T => {
      closing.push(() => close(part));
      return part;
    };
    try {
      const [broker, postgres, bridge, devnet, receiver] = await Promise.all([
        startKafka().then((part) => later(part, () => part.close())),
        startPostgres().then((part) => later(part, () => part.stop())),
        startClickHouseBridge().then((part) => later(part, () => part.close())),
        startDevnet({ dir: path.join(dir, 'devnet'), genesisTimestamp: 1_700_000_000, statesKept: STATES_KEPT }).then((part) =>
          later(part, () => part.close()),
        ),
        startWebhookReceiver().then((part) => later(part, () => part.stop())),
      ]);
      const life = new Life(await Town.open(devnet, TOWN_SEED, compileContracts()), stories);
      const labels = path.join(dir, 'labels.csv');
      writeTownLabels(labels, life.town.plan);
      const prices = path.join(dir, 'prices.csv');
      writeTownPrices(prices, life.town.plan);
      const sql = later(openClickHouse(bridge.url), (part) => part.close());
      const control = later(await openControlStore({ url: postgres.url, migrate: true }), (part) => part.close());
      const apiPort = await freePort();
      const knowledge = { TOCSIN_LABELS: labels, TOCSIN_PRICES: prices };
      return new Cluster(
        {
          settings: {
            TOCSIN_KAFKA_BROKERS: broker.address,
            TOCSIN_POSTGRES_URL: postgres.url,
            TOCSIN_CLICKHOUSE_URL: bridge.url,
            TOCSIN_CHAINS: JSON.stringify([{ id: devnet.chainId, rpc: [devnet.httpUrl], from: 1, pollMs: 50 }]),
            TOCSIN_API_KEY: API_KEY,
            TOCSIN_ALLOW_PRIVATE_TARGETS: '1',
            ...knowledge,
            TOCSIN_LOG_LEVEL: 'warn',
            TOCSIN_MODEL_RUNTIME: 'wasm',
            TOCSIN_DATA_DIR: path.join(dir, 'data'),
            TOCSIN_ALARM_URL: `${receiver.url}/alarm`,
            ...settings,
          },
          apiPort,
          closing,
        },
        devnet.chainId,
        devnet.httpUrl,
        knowledge,
        life,
        receiver,
        sql,
        control,
      );
    } catch (error) {
      for (const close of closing.reverse()) await close();
      throw error;
    }
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${this.parts.apiPort}`;
  }

  /** Ready when it resolves. */
  async start(role: ClusterRole): Promise<void> {
    await (await this.launch(role)).ready();
  }

  /** On its way, ready or not. */
  async launch(role: ClusterRole): Promise<RoleProcess> {
    // The dashboard and sockets of people come back to where they were.
    const started = await startRole(role, this.parts.settings, role === 'api' ? this.parts.apiPort : undefined);
    this.roles.set(role, started);
    return started;
  }

  /** `kill -9`; rejects where it has ended by itself before: that would be a fault of its own. */
  async kill(role: ClusterRole): Promise<void> {
    const process = this.roles.get(role);
    if (process?.isAlive() === false) throw new Error(`the role ${role} ended by itself: ${process.said()}`);
    await process?.kill();
  }

  /** By SIGTERM: how each of them ended. */
  stopAll(): Promise<readonly { readonly role: ClusterRole; readonly code: number | null; readonly said: string }[]> {
    return Promise.all([...this.roles].map(async ([role, process]) => ({ role, code: await process.stop(), said: process.said() })));
  }

  async api(method: string, pathname: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.apiUrl}${pathname}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${pathname}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  }

  async close(): Promise<void> {
    for (const role of this.roles.values()) await role.kill();
    for (const close of this.parts.closing.reverse()) await close();
  }
}
