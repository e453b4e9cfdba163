import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { openControlStore } from '../../adapters/control-store/open-control-store.js';
import { createInProcessEventLog } from '../../adapters/event-log/in-process.js';
import { createLabelBook } from '../../adapters/labels/label-book.js';
import { packageRoot } from '../../adapters/migrations.js';
import { createWebhookNotifier } from '../../adapters/notifier/webhook-notifier.js';
import { FatalError } from '../../core/errors.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import { type RunningApi, startApi } from '../api/start-api.js';
import { type Config, loadConfig } from '../platform/config.js';
import { lockDataFolder } from '../platform/data-folder.js';
import { createLogger } from '../platform/logging.js';
import { createMetrics } from '../platform/metrics.js';
import { chainStatuses, readinessOf } from '../standalone/chain-statuses.js';
import { type FollowedChain, type Pipeline, startPipeline } from '../standalone/pipeline.js';
import { openSources, type SourceChoice } from './open-sources.js';
import { type RunSummary, sentenceOf, summarise } from './run-summary.js';

export interface StartFlags extends SourceChoice {
  readonly once: boolean;
  readonly json?: string;
  readonly data?: string;
  readonly port?: number;
}

/** `tocsin start`: everything in this process, until Ctrl-C or, with --once, until all is delivered. */
export async function start(flags: StartFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const startedAt = performance.now();
  const loaded = loadConfig(env);
  const config: Config = { ...loaded, dataDir: flags.data ?? loaded.dataDir, port: flags.port ?? loaded.port };
  if (config.kafkaBrokers.length > 0)
    throw new FatalError('no-kafka', 'TOCSIN_KAFKA_BROKERS is set, and this version only has the in-process log. Unset it.');
  const folder = lockDataFolder(config.dataDir, config.port);
  try {
    const chains = await openSources(flags, config);
    await run(chains, flags, config, startedAt);
    await Promise.all(chains.map(({ source }) => source.close()));
  } finally {
    folder.release();
  }
}

async function run(chains: readonly FollowedChain[], flags: StartFlags, config: Config, startedAt: number): Promise<void> {
  const logger = createLogger(config.logLevel);
  const migrate = true;
  const control = await openControlStore({ url: config.postgresUrl, dir: path.join(config.dataDir, 'postgres'), migrate });
  const analytics = await openAnalyticsStore({ url: config.clickhouseUrl, dir: path.join(config.dataDir, 'clickhouse'), migrate, logger });
  const log = createInProcessEventLog({ logger });
  const notifier = createWebhookNotifier(config);
  const knowledge = createLabelBook(config.labelFiles);
  const metrics = createMetrics();
  let pipeline: Pipeline | null = null;
  let api: RunningApi | null = null;
  try {
    pipeline = await startPipeline({ chains, control, analytics, log, notifier, knowledge, scorer: null, metrics, logger });
    const { rulesVersion } = pipeline;
    const statuses = chainStatuses.bind(null, pipeline, chains);
    // A run that ends by itself serves nobody, unless it is told a port.
    if (!flags.once || flags.port !== undefined) {
      const stores = { control, analytics };
      api = await startApi({
        ...stores,
        config,
        log,
        metrics,
        logger,
        knowledge,
        chains: async () => statuses(),
        checks: null,
        dashboardDir: path.join(packageRoot(), 'dist/dashboard'),
        budgetRisk: null,
        modelId: null,
        rulesVersion,
        readiness: () => readinessOf(stores, statuses()),
      });
      greet(api);
    }
    const names = chains.map(({ source }) => source.chainId).join(', ');
    logger.info({ chains: names, data: config.dataDir, rules: pipeline.rulesVersion }, 'watching; Ctrl-C stops');
    logger.warn({}, 'no trained model is installed: transactions are not scored, and every block is partial with the reason no-model');
    const stopped = signalled();
    await Promise.race([flags.once ? pipeline.drained() : Promise.race([stopped, pipeline.drained().then(() => stopped)]), stopped]);
    if (flags.once) tell(await summariseRun(pipeline, chains, control, analytics, startedAt), flags);
  } finally {
    await api?.close();
    await pipeline?.close();
    await log.close();
    await notifier.close();
    await analytics.close();
    await control.close();
  }
}

function greet(api: RunningApi): void {
  const key = api.bootstrapKey === null ? '' : `Your key, shown this once: ${api.bootstrapKey}\n`;
  process.stdout.write(`Tocsin is at ${api.url}\nSign in, once: ${api.signInUrl()}\n${key}`);
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

async function summariseRun(
  pipeline: Pipeline,
  chains: readonly FollowedChain[],
  control: ControlStore,
  analytics: AnalyticsStore,
  startedAt: number,
): Promise<RunSummary> {
  const chainIds = chains.map(({ source }) => source.chainId);
  return summarise({
    chainIds,
    control,
    analytics,
    wallMs: performance.now() - startedAt,
    rulesVersion: pipeline.rulesVersion,
    modelId: null,
  });
}

function tell(summary: RunSummary, flags: StartFlags): void {
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(`${sentenceOf(summary)}\n`);
}
