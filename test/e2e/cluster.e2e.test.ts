import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type ClickHouseSql, openClickHouse } from '../../src/adapters/analytics-store/click-house-sql.js';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { coverageSchema } from '../../src/contracts/chain.js';
import { compileContracts } from '../../src/lab/compile.js';
import { startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { writeTownLabels } from '../../src/lab/labels.js';
import { Rotation } from '../../src/lab/rotation.js';
import { SCENARIOS } from '../../src/lab/scenarios/catalogue.js';
import { type MinedDeed, Town } from '../../src/lab/town.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { startClickHouseBridge } from '../support/clickhouse-bridge.js';
import { canRunKafka, startKafka } from '../support/kafka.js';
import { startPostgres } from '../support/postgres.js';
import { type RoleProcess, startRole } from '../support/role-process.js';
import { waitUntil } from '../support/wait-until.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';

const API_KEY = 'of-a-test-0123456789';
const ROLES = ['api', 'alert', 'deliver', 'analyse', 'ingest'] as const;
const KILLED_LATER = ['ingest', 'alert', 'deliver'] as const;
/** What is told here must reach people once; that each detector finds its story is the lab's test. */
const TOLD = new Set([
  'admin-owner-changed',
  'admin-proxy-upgraded',
  'approval-to-flagged',
  'contract-metamorphic',
  'funding-from-mixer',
  'reentrancy-state-changing',
]);
const STORIES = SCENARIOS.filter(({ detectorId }) => TOLD.has(detectorId));
const CALM_BLOCKS = 6;
/** Between two attacks. */
const EVERY = 6;
/** Of the alerts that are told before the first kill. */
const WARNED_BEFORE = 3;
/** Mined while all roles run again. */
const BLOCKS_AFTER = 5;
const PATIENCE_MS = 90_000;

const findingRow = z.object({ id: z.string(), transaction_hash: z.string(), detector_id: z.string() });
const countRow = z.object({ rows: z.string() });
const webhookBody = z.object({ type: z.string(), data: z.object({ id: z.string() }) });

/** The town's life, told in parts: what was mined, and which of it were attacks. */
class Life {
  readonly attacks: MinedDeed[] = [];
  private readonly rotation: Rotation;
  private block = 0;

  constructor(readonly town: Town) {
    this.rotation = new Rotation(town, { everyBlocks: EVERY, scenarios: STORIES });
  }

  async goOn(until: () => boolean): Promise<void> {
    while (!until()) {
      if (this.block >= CALM_BLOCKS) this.rotation.next();
      // Code must be able to be old before the first attack.
      const { deeds } = await this.town.mine(this.town.headTimestamp + (this.block === CALM_BLOCKS ? 2 * 86_400 : 12));
      this.attacks.push(...deeds.filter(({ kind }) => kind === 'attack'));
      this.block += 1;
    }
  }

  get attacksBegun(): number {
    return this.rotation.attacksBegun;
  }

  /** Every story was told that often, to its end. */
  isTold(times: number): boolean {
    return this.attacksBegun >= times * STORIES.length && this.town.isQuiet;
  }
}

if (!(await canRunKafka())) {
  it('a cluster is left out without Java and Maven, and never where CI runs', () => expect(process.env['CI']).not.toBe('true'));
} else {
  describe('a cluster of roles over Kafka, PostgreSQL and ClickHouse', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-cluster-'));
    const closing: (() => Promise<unknown> | unknown)[] = [() => rmSync(dir, { recursive: true, force: true })];
    const roles = new Map<string, RoleProcess>();
    afterAll(async () => {
      for (const role of roles.values()) await role.kill();
      for (const close of closing.reverse()) await close();
    }, 60_000);

    async function open() {
      const [broker, postgres, bridge, devnet, receiver] = await Promise.all([
        startKafka().then((part) => later(part, () => part.close())),
        startPostgres().then((part) => later(part, () => part.stop())),
        startClickHouseBridge().then((part) => later(part, () => part.close())),
        startDevnet({ dir: path.join(dir, 'devnet'), genesisTimestamp: 1_700_000_000 }).then((part) => later(part, () => part.close())),
        startWebhookReceiver().then((part) => later(part, () => part.stop())),
      ]);
      const life = new Life(await Town.open(devnet, 7, compileContracts()));
      const labels = path.join(dir, 'labels.csv');
      writeTownLabels(labels, life.town.plan);
      const settings = {
        TOCSIN_KAFKA_BROKERS: broker.address,
        TOCSIN_POSTGRES_URL: postgres.url,
        TOCSIN_CLICKHOUSE_URL: bridge.url,
        TOCSIN_CHAINS: JSON.stringify([{ id: devnet.chainId, rpc: [devnet.httpUrl], from: 1, pollMs: 50 }]),
        TOCSIN_API_KEY: API_KEY,
        TOCSIN_ALLOW_PRIVATE_TARGETS: '1',
        TOCSIN_LABELS: labels,
        TOCSIN_LOG_LEVEL: 'warn',
        TOCSIN_MODEL_RUNTIME: 'wasm',
        TOCSIN_DATA_DIR: path.join(dir, 'data'),
      };
      return { chainId: devnet.chainId, clickhouseUrl: bridge.url, postgresUrl: postgres.url, receiver, life, settings };
    }
    type Opened = Awaited<ReturnType<typeof open>>;
    let cluster: Opened;
    let sql: ClickHouseSql;
    let control: ControlStore;

    function later<T>(part: T, close: () => Promise<unknown>): T {
      closing.push(close);
      return part;
    }

    async function start(role: string): Promise<void> {
      const started = await startRole(role, cluster.settings);
      roles.set(role, started);
      await started.ready();
    }

    async function api(method: string, pathname: string, body?: object): Promise<unknown> {
      const answer = await fetch(`${roles.get('api')?.url}${pathname}`, {
        method,
        headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${pathname}: ${answer.status} ${text}`);
      return JSON.parse(text);
    }

    beforeAll(async () => {
      // Once, before several processes look whether it is fresh.
      await promisify(execFile)(process.execPath, [path.resolve(import.meta.dirname, '../../src/apps/cli/build.mjs')]);
      cluster = await open();
      sql = openClickHouse(cluster.clickhouseUrl);
      closing.push(() => sql.close());
      control = await openControlStore({ url: cluster.postgresUrl, migrate: true });
      closing.push(() => control.close());
    }, 120_000);

    const stored = async (table: 'findings' | 'blocks') => {
      const query = `SELECT count() AS rows FROM ${table} FINAL WHERE chain_id = {chain:UInt64}`;
      const [row] = z.array(countRow).parse(await sql.rows(query, { chain: cluster.chainId }));
      return Number(row?.rows);
    };

    async function findings() {
      const query = 'SELECT id, transaction_hash, detector_id FROM findings FINAL WHERE chain_id = {chain:UInt64}';
      return z.array(findingRow).parse(await sql.rows(query, { chain: cluster.chainId }));
    }

    const created = () =>
      cluster.receiver.received
        .map(({ headers, body }) => ({ webhookId: String(headers['webhook-id']), ...webhookBody.parse(JSON.parse(body)) }))
        .filter(({ type }) => type === 'alert.created');

    /** Blocks covered, attacks found, findings once, an alert each, and a message each: `sent` tells a repeated message by its webhook-id. */
    async function expectWhole(): Promise<void> {
      const { chainId, life } = cluster;
      const head = life.town.headNumber;
      await waitUntil('every block is covered', async () => (await stored('blocks')) === head, PATIENCE_MS);
      const coverage = coverageSchema.parse(await api('GET', `/v1/coverage?chain=${chainId}`));
      expect(coverage.ranges.map(({ from, to, state, blocks }) => ({ from, to, state, blocks }))).toEqual([
        { from: 1, to: head, state: 'complete', blocks: head },
      ]);

      const rows = await findings();
      const ids = rows.map(({ id }) => id).sort();
      expect(new Set(ids).size).toBe(ids.length);
      const missed = life.attacks.filter(
        (deed) => !rows.some((row) => row.transaction_hash === deed.transactionHash && row.detector_id === deed.detectorId),
      );
      expect(missed).toEqual([]);

      await waitUntil('every finding is an alert', async () => (await control.alerts.counts()).alerts >= ids.length, PATIENCE_MS);
      const alerts = await control.alerts.alerts({ chainId }, 500, null);
      expect(alerts.items.map(({ id }) => id).sort()).toEqual(ids);

      const told = () => new Map(created().map(({ webhookId, data }) => [webhookId, data.id]));
      await waitUntil('every alert reached the receiver', () => told().size >= ids.length, PATIENCE_MS);
      await waitUntil('nothing is left to send', async () => (await control.outbox.pending()) === 0, PATIENCE_MS);
      expect([...told().values()].sort()).toEqual(ids);
    }

    it('loses no finding and doubles no alert when the analysis is killed in mid-stream', async () => {
      const { life } = cluster;
      await Promise.all(ROLES.filter((role) => role !== 'ingest').map(start));
      await api('POST', '/v1/channels', { id: 'team', kind: 'webhook', target: cluster.receiver.url, minSeverity: 'info' });
      await start('ingest');
      await life.goOn(() => life.attacksBegun > STORIES.length / 2);
      // People were warned already: what is analysed once more must not warn them again.
      await waitUntil('the first alerts are told', () => created().length >= WARNED_BEFORE, PATIENCE_MS);
      const mining = life.goOn(() => life.isTold(1));
      await roles.get('analyse')?.kill();
      const atKill = await stored('blocks');
      await mining;
      expect(atKill).toBeGreaterThan(0);
      expect(atKill).toBeLessThan(life.town.headNumber);
      await start('analyse');
      await waitUntil('the analysis is past where it was', async () => (await stored('blocks')) > atKill, PATIENCE_MS);
      const last = life.town.headNumber + BLOCKS_AFTER;
      await life.goOn(() => life.town.headNumber === last);
      expect(life.attacks.length).toBeGreaterThanOrEqual(STORIES.length);
      await expectWhole();
      // The delivery was not disturbed: nothing came twice.
      expect(new Set(created().map(({ webhookId }) => webhookId)).size).toBe(created().length);
    }, 120_000);

    it('nor when the other stages are killed; a message that comes again has the webhook-id that it had', async () => {
      const { life } = cluster;
      const before = (await findings()).length;
      const mining = life.goOn(() => life.isTold(2));
      await waitUntil('findings of this turn come', async () => (await stored('findings')) > before, PATIENCE_MS);
      for (const role of KILLED_LATER) await roles.get(role)?.kill();
      await mining;
      await Promise.all(KILLED_LATER.map(start));
      expect(life.attacks.length).toBeGreaterThanOrEqual(2 * STORIES.length);
      await expectWhole();
    }, 120_000);

    it('stops every role in order at SIGTERM', async () => {
      const codes = await Promise.all([...roles].map(async ([name, role]) => ({ name, code: await role.stop(), said: role.said() })));
      expect(codes.filter(({ code }) => code !== 0)).toEqual([]);
      expect(codes).toHaveLength(ROLES.length);
    });
  });
}
