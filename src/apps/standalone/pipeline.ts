import type { Scoring } from '../../core/score/scoring.js';
import type { ChainState } from '../../core/state/chain-state.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import type { IngestState } from '../../pipeline/ingest/ingest-stage.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { Notifier } from '../../ports/notifier.js';
import { MonitorBook } from '../monitoring/monitor-book.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import { canaryLines } from '../worker/canary-lines.js';
import { watchForCanaries } from '../worker/canary-watch.js';
import {
  type FollowedChain,
  type RunningStage,
  type StageParts,
  startAlert,
  startAnalyse,
  startDeliver,
  startIngest,
} from '../worker/stages.js';

export interface PipelineParts extends StageParts {
  readonly chains: readonly FollowedChain[];
  readonly analytics: AnalyticsStore;
  readonly notifier: Notifier;
  readonly knowledge: Knowledge;
  readonly scoring: Scoring;
  readonly holder: string;
  /** Users' monitors, where somebody else holds them already. */
  readonly monitors?: MonitorBook;
}

export interface Pipeline {
  states(): readonly IngestState[];
  /** The rolling state of a chain, for reading. */
  stateOf(chainId: number): ChainState | null;
  /** Resolves when every chain is read to its end (a replay's last file, or `to`) and all stages are through; rejects with what stopped one. */
  drained(): Promise<void>;
  /** Never resolves; rejects when a stage stopped, or when no chain is followed any more. A chain that stops alone says so in its state. */
  failed(): Promise<never>;
  /** Stops reading, finishes what is in hand, saves the state. Stores stay open. */
  close(): Promise<void>;
}

const DRAIN_LOOK_MS = 5;

/** All four stages in this process, consumers first, so that nothing waits for a reader. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { log, logger } = parts;
  const monitors = parts.monitors ?? (await MonitorBook.open(parts.control.monitors, logger));
  const deliver = await startDeliver(parts);
  const alert = await startAlert(parts);
  const analyse = await startAnalyse({ ...parts, monitors });
  const consumers: readonly RunningStage[] = [analyse, alert, deliver];
  const chains = await Promise.all(parts.chains.map((chain) => startIngest({ ...parts, monitors }, chain)));
  // Recorded blocks have no canaries.
  const live = parts.chains.filter(({ source }) => source.numbers() === null).map(({ source }) => source.chainId);
  const watch = live.length === 0 ? null : watchForCanaries(parts, 'ingest', () => canaryLines(parts.control, live));
  const stopped = Promise.race(consumers.map((stage) => stage.failed()));
  stopped.catch((error: unknown) => logger.error({ error: String(error) }, 'a stage stopped'));

  async function throughAllStages(): Promise<void> {
    await Promise.all(chains.map(({ finished }) => finished));
    for (const [topic, group] of [
      ['blocks.v1', 'analyse'],
      ['findings.v1', 'alert'],
      ['alerts.v1', 'deliver'],
    ] as const) {
      while ((await log.lag(topic, group)) > 0) await SYSTEM_CLOCK.sleep(DRAIN_LOOK_MS);
    }
    await parts.analytics.writer.flush();
  }

  return {
    states: () => chains.map((chain) => chain.state()),
    stateOf: (chainId) => analyse.stateOf(chainId),
    drained: () => Promise.race([throughAllStages(), stopped]),
    failed: () => Promise.race([stopped, noneFollowed(chains.map(({ finished }) => finished))]),
    async close() {
      await watch?.close();
      await Promise.all(chains.map((chain) => chain.close()));
      for (const stage of consumers) await stage.close();
      if (parts.monitors === undefined) monitors.close();
    },
  };
}

/** Rejects with the first reason once every run has failed. */
async function noneFollowed(runs: readonly Promise<void>[]): Promise<never> {
  const ends = await Promise.allSettled(runs);
  const [first] = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
  if (ends.length > 0 && ends.every(({ status }) => status === 'rejected')) throw first;
  return new Promise<never>(() => undefined);
}
