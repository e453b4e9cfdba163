import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { readAbis } from '../../adapters/abi/read-abis.js';
import { packageRoot } from '../../adapters/migrations.js';
import { FatalError } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import { type RunningApi, startApi } from '../api/start-api.js';
import { LEFT_BEHIND } from '../monitoring/backtest-desk.js';
import { type Checks, openChecks } from '../platform/checks.js';
import { type Config, loadConfig } from '../platform/config.js';
import { lockDataFolder } from '../platform/data-folder.js';
import { createEvidence } from '../platform/evidence.js';
import { hashText } from '../platform/hash-text.js';
import { createLogger } from '../platform/logging.js';
import { openSigningKey } from '../platform/signing-key.js';
import { type LabTown, openLabTown, writeLabPrices } from '../standalone/lab-town.js';
import { type Engines, openEngines } from '../standalone/open-engines.js';
import { startPipeline } from '../standalone/pipeline.js';
import { Watch } from '../standalone/watch.js';
import type { FollowedChain } from '../worker/stages.js';
import { isLabChosen, openSources, type SourceChoice } from './open-sources.js';
import { sentenceOf, summarise } from './run-summary.js';
import { tellAttack, tellChains, tellStart } from './start-messages.js';
import { stopOnSignal } from './stop-signal.js';

export interface StartFlags extends SourceChoice {
  readonly once: boolean;
  readonly json?: string;
  readonly data?: string;
  readonly port?: number;
}

/** `tocsin start`: everything in this process, until Ctrl-C or, with --once, until all is delivered. */
export async function start(flags: StartFlags, env: NodeJS.ProcessEnv): Promise<void> {
  const loaded = loadConfig(env);
  const config: Config = { ...loaded, dataDir: flags.data ?? loaded.dataDir, port: flags.port ?? loaded.port };
  if (config.kafkaBrokers.length > 0)
    throw new FatalError(
      'no-kafka',
      'TOCSIN_KAFKA_BROKERS is set: `start` runs in one process without a broker. Use `tocsin role …`, or unset it.',
    );
  const folder = lockDataFolder(config.dataDir, config.port);
  const stop = stopOnSignal();
  try {
    const pricesFile = config.pricesFile ?? (isLabChosen(flags, config) ? writeLabPrices(config.dataDir) : null);
    const engines = await openEngines({ ...config, pricesFile }, createLogger(config.logLevel));
    try {
      await run(engines, flags, config, stop);
    } finally {
      await engines.close();
    }
  } finally {
    folder.release();
  }
}

async function run(engines: Engines, flags: StartFlags, config: Config, stop: AbortSignal): Promise<void> {
  const watch = new Watch(engines);
  let api: RunningApi | null = null;
  let town: LabTown | null = null;
  const checks = await openChecks({ ...engines, abis: readAbis(config.abisDir) }, (chainId) => watch.stateOf(chainId));
  await engines.control.backtests.abandon(LEFT_BEHIND, Number.MAX_SAFE_INTEGER);
  try {
    // A run that ends by itself serves nobody, unless it is told a port.
    if (!flags.once || flags.port !== undefined) {
      api = await serve(engines, config, watch, checks);
      tellStart(api, engines.scoring);
    }
    if (isLabChosen(flags, config))
      town = await openLabTown({ ...engines, dataDir: config.dataDir, analytics: engines.analytics.writer, onEvent: tellAttack });
    await engines.knowledge.refresh();
    const chains =
      town !== null ? [town.chain] : await openSources(flags, config, { signal: stop, onWait: (reason) => watch.waitFor(reason) });
    if (stop.aborted) return;
    for (const { source, urls } of chains) if (urls !== undefined) checks.simulateOn(source.chainId, urls);
    const startedAt = performance.now();
    const pipeline = await startPipeline({
      ...engines,
      canary: config.canary,
      chains,
      holder: `${hostname()}:${path.resolve(config.dataDir)}`,
    });
    watch.follow(pipeline, chains);
    tellChains(chains, town !== null, config);
    await town?.begin();
    await untilDone(flags.once ? pipeline.drained() : pipeline.failed(), stop);
    if (flags.once) await tellSummary(engines, chains, flags, startedAt);
  } finally {
    await town?.stop();
    await watch.close();
    await town?.close();
    await api?.close();
    await checks.close();
  }
}

function serve(engines: Engines, config: Config, watch: Watch, checks: Checks): Promise<RunningApi> {
  return startApi({
    ...engines,
    config,
    chains: async () => watch.statuses(),
    sourceOf: (chainId) => watch.sourceOf(chainId),
    checks,
    evidence: createEvidence({
      alerts: engines.control.alerts,
      analytics: engines.analytics.reader,
      key: openSigningKey(config.signingKey, config.dataDir),
    }),
    labelsChanged: () => engines.knowledge.refresh(),
    dashboardDir: path.join(packageRoot(), 'dist/dashboard'),
    rulesVersion: rulesVersionOf(CATALOGUE, hashText),
    readiness: () => watch.readiness(),
  });
}

function untilDone(work: Promise<unknown>, stop: AbortSignal): Promise<unknown> {
  return Promise.race([work, new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }))]);
}

async function tellSummary(
  { control, analytics, scoring }: Engines,
  chains: readonly FollowedChain[],
  flags: StartFlags,
  startedAt: number,
): Promise<void> {
  const summary = await summarise({
    chainIds: chains.map(({ source }) => source.chainId),
    control,
    analytics,
    wallMs: performance.now() - startedAt,
    rulesVersion: rulesVersionOf(CATALOGUE, hashText),
    modelId: scoring.modelId,
  });
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify(summary, null, 2)}\n`);
  process.stdout.write(`${sentenceOf(summary)}\n`);
}
