import { hostname } from 'node:os';
import path from 'node:path';
import { readAbis } from '../../adapters/abi/read-abis.js';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { RpcChainSource } from '../../adapters/chain-source/rpc-chain-source.js';
import { openControlStore } from '../../adapters/control-store/open-control-store.js';
import { openKafkaEventLog } from '../../adapters/event-log/kafka.js';
import { packageRoot } from '../../adapters/migrations.js';
import { createNotifier } from '../../adapters/notifier/create-notifier.js';
import { checkRequestSchema } from '../../contracts/check.js';
import { FatalError, messageOf } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import { STANDING_BY } from '../../pipeline/ingest/ingest-stage.js';
import { DEFAULT_ORGANISATION } from '../../ports/access-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { EventLog, Topic } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Subject } from '../../sdk/screening.js';
import type { ReadinessCheck } from '../api/api-parts.js';
import { startApi } from '../api/start-api.js';
import { Guard } from '../guard/guard.js';
import { Overrides } from '../guard/overrides.js';
import { startGuardServer } from '../guard/start-guard.js';
import { openUpstream } from '../guard/upstream.js';
import { MonitorBook } from '../monitoring/monitor-book.js';
import { openChecks } from '../platform/checks.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import type { CanaryConfig, Config } from '../platform/config.js';
import { createEvidence } from '../platform/evidence.js';
import { hashText } from '../platform/hash-text.js';
import { createMetrics, type PrometheusMetrics } from '../platform/metrics.js';
import { openKnowledge } from '../platform/open-knowledge.js';
import { openResponses } from '../platform/open-responses.js';
import { openScorer } from '../platform/open-scorer.js';
import { openSigningKey } from '../platform/signing-key.js';
import { canaryLines } from './canary-lines.js';
import { watchForCanaries } from './canary-watch.js';
import { reportChain, reportedChain } from './chain-reports.js';
import { startOpsServer } from './ops-server.js';
import { type RunningStage, startAlert, startAnalyse, startDeliver, startIngest } from './stages.js';

export const ROLES = ['ingest', 'analyse', 'alert', 'deliver', 'api', 'guard'] as const;
export type Role = (typeof ROLES)[number];

const REPORT_EVERY_MS = 1_000;
const LAG_EVERY_MS = 5_000;
/** What a role reads, and as whom: its lag is what scaling looks at. */
const CONSUMES: Partial<Readonly<Record<Role, readonly [Topic, string]>>> = {
  analyse: ['blocks.v1', 'analyse'],
  alert: ['findings.v1', 'alert'],
  deliver: ['alerts.v1', 'deliver'],
};

/** With probes and metrics of its own. */
const SERVES_ITSELF: ReadonlySet<Role> = new Set<Role>(['api', 'guard']);

/** One role of a cluster, until the signal; rejects with what stopped it. */
export async function runRole(role: Role, config: Config, logger: Logger, stop: AbortSignal): Promise<void> {
  const urls = clusterUrls(config);
  const closing: (() => Promise<unknown> | unknown)[] = [];
  const closeLater = <T extends { close(): Promise<unknown> | unknown }>(part: T): T => {
    closing.push(() => part.close());
    return part;
  };
  try {
    const metrics = createMetrics();
    const control = closeLater(await openControlStore({ url: urls.postgres, migrate: true, secretsKeys: config.secretsKeys }));
    const log = closeLater(await openKafkaEventLog({ brokers: config.kafkaBrokers, logger, metrics }));
    const probes: Probe[] = [
      ['postgres', () => control.ping()],
      ['kafka', async () => void (await log.lag('blocks.v1', 'analyse'))],
    ];
    const cluster: ClusterParts = {
      control,
      log,
      metrics,
      logger,
      config,
      canary: config.canary,
      clickhouseUrl: urls.clickhouse,
      probes,
      closeLater,
    };
    const running = await START[role](cluster);
    const stages = running.map((stage) => closeLater(stage));
    const consumes = CONSUMES[role];
    if (consumes !== undefined) closeLater(watchLag(log, metrics, consumes));
    if (!SERVES_ITSELF.has(role)) closeLater(await startOpsServer(config, metrics, () => readinessOf(cluster, stages)));
    logger.info({ role, port: config.port }, 'at work');
    await Promise.race([
      new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true })),
      ...stages.map((stage) => stage.failed()),
    ]);
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

type Probe = readonly [name: string, ping: () => Promise<void>];

interface ClusterParts {
  readonly control: ControlStore;
  readonly log: EventLog;
  readonly metrics: PrometheusMetrics;
  readonly logger: Logger;
  readonly config: Config;
  readonly canary: CanaryConfig;
  readonly clickhouseUrl: string;
  /** What must answer for the role to be ready. */
  readonly probes: Probe[];
  closeLater<T extends { close(): Promise<unknown> | unknown }>(part: T): T;
}

function clusterUrls({ kafkaBrokers, postgresUrl, clickhouseUrl }: Config): { readonly postgres: string; readonly clickhouse: string } {
  if (kafkaBrokers.length > 0 && postgresUrl !== null && clickhouseUrl !== null)
    return { postgres: postgresUrl, clickhouse: clickhouseUrl };
  const missing = [
    ...(kafkaBrokers.length === 0 ? ['TOCSIN_KAFKA_BROKERS'] : []),
    ...(postgresUrl === null ? ['TOCSIN_POSTGRES_URL'] : []),
    ...(clickhouseUrl === null ? ['TOCSIN_CLICKHOUSE_URL'] : []),
  ];
  throw new FatalError(
    'no-cluster',
    `A role needs ${missing.join(', ')}: set them (see .env.example), or run everything in one process with tocsin start.`,
  );
}

type StartRole = (parts: ClusterParts) => Promise<readonly RunningStage[]>;

const START: Readonly<Record<Role, StartRole>> = {
  async ingest(parts) {
    const { config, control, closeLater } = parts;
    if (config.chains.length === 0) throw new FatalError('no-chain', 'TOCSIN_CHAINS names no chain to read. See .env.example.');
    const holder = `${hostname()}:${process.pid}`;
    const monitors = closeLater(await MonitorBook.open(control.monitors, parts.logger));
    const chainIds = config.chains.map(({ id }) => id);
    const watch = watchForCanaries(parts, 'ingest', () => canaryLines(control, chainIds));
    if (watch !== null) closeLater(watch);
    return Promise.all(
      config.chains.map(async ({ id, rpc, pollMs, verify, from }) => {
        const source = closeLater(new RpcChainSource({ chainId: id, urls: rpc, pollMs }));
        const stage = await startIngest({ ...parts, holder, monitors }, { source, verify, from: from ?? null, to: null });
        // Whoever stands by is silent: the one that writes the chain reports of it.
        const report = async () => {
          const state = stage.state();
          if (state.detail !== STANDING_BY) await reportChain(control, { ...state, endpoints: source.health() }, SYSTEM_CLOCK.nowMs());
        };
        closeLater(every(REPORT_EVERY_MS, report, parts.logger));
        return stage;
      }),
    );
  },
  async analyse(parts) {
    const { config, control, logger, clickhouseUrl, closeLater } = parts;
    const analytics = closeLater(await openAnalyticsStore({ url: clickhouseUrl, migrate: true, logger }));
    parts.probes.push(['clickhouse', () => analytics.ping()]);
    const scoring = closeLater(await openScorer(config, { onChange: (change) => logger.info({ change }, 'models') }));
    logger.info({ model: scoring.note }, 'scores');
    const knowledge = closeLater(await openKnowledge(config, control.labels, logger));
    const monitors = closeLater(await MonitorBook.open(control.monitors, logger));
    return [await startAnalyse({ ...parts, monitors, analytics, knowledge, scoring })];
  },
  alert: async (parts) => [await startAlert(parts)],
  async deliver(parts) {
    const responses = openResponses(parts.config, parts.control, { signs: true });
    if (responses !== null) parts.closeLater(responses);
    const responder = responses?.responder ?? null;
    const notifier = parts.closeLater(createNotifier({ ...parts.config, secrets: parts.control.secrets, responder }));
    return [await startDeliver({ ...parts, notifier })];
  },
  async api(parts) {
    const { config, control, logger, clickhouseUrl, closeLater } = parts;
    const analytics = closeLater(await openAnalyticsStore({ url: clickhouseUrl, migrate: true, logger }));
    parts.probes.push(['clickhouse', () => analytics.ping()]);
    const { scoring, knowledge, checks } = await checksOver(parts);
    const sources = new Map(
      config.chains.map(({ id, rpc, pollMs }) => [id, closeLater(new RpcChainSource({ chainId: id, urls: rpc, pollMs }))] as const),
    );
    const responses = openResponses(config, control, { signs: false });
    if (responses !== null) closeLater(responses);
    const notifier = closeLater(createNotifier({ ...config, secrets: control.secrets, responder: responses?.responder ?? null }));
    const api = await startApi({
      ...parts,
      notifier,
      responses,
      analytics,
      knowledge,
      checks,
      sourceOf: (chainId) => sources.get(chainId) ?? null,
      chains: () => Promise.all(config.chains.map(({ id }) => reportedChain(control, id, SYSTEM_CLOCK.nowMs()))),
      labelsChanged: () => knowledge.refresh(),
      // Bundles of several replicas must be signed by one key: without a configured one none is signed.
      evidence:
        config.signingKey === null
          ? null
          : createEvidence({ alerts: control.alerts, analytics: analytics.reader, key: openSigningKey(config.signingKey, config.dataDir) }),
      dashboardDir: path.join(packageRoot(), 'dist/dashboard'),
      scoring,
      rulesVersion: rulesVersionOf(CATALOGUE, hashText),
      readiness: () => storesReady(parts.probes),
    });
    if (api.bootstrapKey !== null) process.stdout.write(`API key, shown this once: ${api.bootstrapKey}\n`);
    return [{ failed: () => new Promise<never>(() => undefined), close: () => api.close() }];
  },
  async guard(parts) {
    const { config, metrics, logger } = parts;
    const [chain, another] = config.chains;
    if (chain === undefined || another !== undefined)
      throw new FatalError('one-chain', 'A guard stands before one chain: TOCSIN_CHAINS must name exactly one. Start a guard for each.');
    if (config.guardPolicies.length === 0)
      throw new FatalError('no-policy', 'TOCSIN_GUARD_POLICIES names no key that may send through the guard. See .env.example.');
    const { checks } = await checksOver(parts);
    const upstream = await openUpstream(chain.rpc);
    const { chainId } = upstream;
    const overrides = new Overrides(config.guardSecret, SYSTEM_CLOCK.nowMs);
    const check = (subject: Subject) =>
      checks.check(checkRequestSchema.parse({ chainId, subject, deadlineMs: GUARD_DEADLINE_MS }), {
        organisationId: DEFAULT_ORGANISATION,
        policy: null,
      });
    const running = await startGuardServer({
      host: config.host,
      port: config.port,
      policies: config.guardPolicies,
      guard: new Guard({ chainId, check, overrides, hashText, metrics, logger }),
      overrides,
      upstream,
      metricsText: () => metrics.text(),
      readiness: () => storesReady([...parts.probes, ['node', upstream.ping]]),
    });
    return [{ failed: () => new Promise<never>(() => undefined), close: () => running.close() }];
  },
};

const GUARD_DEADLINE_MS = 5_000;

/** The pre-transaction check over the chains' nodes, without their history: that is with who analyses. */
async function checksOver(parts: ClusterParts) {
  const { config, control, logger, closeLater } = parts;
  const scoring = closeLater(await openScorer(config, { onChange: (change) => logger.info({ change }, 'models') }));
  const knowledge = closeLater(await openKnowledge(config, control.labels, logger));
  const checks = closeLater(await openChecks({ ...parts, knowledge, scoring, abis: readAbis(config.abisDir) }, () => null));
  for (const { id, rpc } of config.chains) checks.simulateOn(id, rpc);
  return { scoring, knowledge, checks };
}

async function storesReady(stores: readonly Probe[]): Promise<readonly ReadinessCheck[]> {
  return Promise.all(
    stores.map(([name, ping]) =>
      ping().then(
        () => ({ name, ok: true }),
        (error: unknown) => ({ name, ok: false, detail: messageOf(error) }),
      ),
    ),
  );
}

/** Ready is who reaches the store and whose stage has not stopped; a chain without a node says so in its own state. */
async function readinessOf({ probes }: ClusterParts, stages: readonly RunningStage[]): Promise<readonly ReadinessCheck[]> {
  const alive = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
  const stopped = await Promise.race([alive, ...stages.map((stage) => stage.failed().catch((error: unknown) => messageOf(error)))]);
  const stage: ReadinessCheck = stopped === null ? { name: 'stage', ok: true } : { name: 'stage', ok: false, detail: stopped };
  return [...(await storesReady(probes)), stage];
}

function watchLag(log: EventLog, metrics: PrometheusMetrics, [topic, group]: readonly [Topic, string]) {
  const look = async () => metrics.gauge('tocsin_consumer_lag', await log.lag(topic, group), { topic, group });
  return every(LAG_EVERY_MS, look, null);
}

function every(ms: number, work: () => Promise<void>, logger: Logger | null) {
  const run = () => work().catch((error: unknown) => logger?.warn({ error: messageOf(error) }, 'a report was not written'));
  void run();
  const timer = setInterval(() => void run(), ms);
  return { close: () => clearInterval(timer) };
}
