import { decodeRecord, encodeRecord } from '../../adapters/codec/record-codec.js';
import { createHashing } from '../../adapters/crypto/hashing.js';
import type { FindingsEvent } from '../../core/alert/findings-event.js';
import type { ChainEvent } from '../../core/chain/chain-event.js';
import { BlockVerifier, type VerifyMode } from '../../core/chain/verify.js';
import type { Scorer } from '../../core/score/scorer.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { AlertStage } from '../../pipeline/alert/alert-stage.js';
import { AnalyseStage } from '../../pipeline/analyse/analyse-stage.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import { DeliverStage } from '../../pipeline/deliver/deliver-stage.js';
import { IngestStage, type IngestState } from '../../pipeline/ingest/ingest-stage.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { ControlStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventLog, EventRecord, Subscription } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Notifier } from '../../ports/notifier.js';
import { checksum } from '../platform/checksum.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import { hashText } from '../platform/hash-text.js';

export interface FollowedChain {
  readonly source: ChainSource;
  readonly verify: VerifyMode;
  readonly from: number | null;
  readonly to: number | null;
}

export interface PipelineParts {
  readonly chains: readonly FollowedChain[];
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly log: EventLog;
  readonly notifier: Notifier;
  readonly knowledge: Knowledge;
  readonly scorer: Scorer | null;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Names this process as the writer of its chains: the same after a restart, so that nothing waits for its old lease. */
  readonly holder: string;
}

export interface Pipeline {
  readonly rulesVersion: string;
  states(): readonly IngestState[];
  /** Resolves when every chain is read to its end (a replay's last file, or `to`) and all stages are through; rejects with what stopped one. */
  drained(): Promise<void>;
  /** Never resolves; rejects when a stage stopped, or when no chain is followed any more. A chain that stops alone says so in its state. */
  failed(): Promise<never>;
  /** Stops reading, finishes what is in hand, saves the state. Stores stay open. */
  close(): Promise<void>;
}

const INGEST_AHEAD = 8;
const BATCH = 16;
const DRAIN_LOOK_MS = 5;

/** All four stages in this process, consumers first, so that nothing waits for a reader. */
export async function startPipeline(parts: PipelineParts): Promise<Pipeline> {
  const { log, control, metrics, logger } = parts;
  const nowMs = () => SYSTEM_CLOCK.nowMs();
  const stop = new AbortController();
  const deliver = new DeliverStage({ ...parts, channels: control.channels, outbox: control.outbox, clock: SYSTEM_CLOCK, hashText });
  const alert = new AlertStage({ store: control.alerts, log, metrics, checksum, hashText, nowMs });
  const analyse = new AnalyseStage({
    ...parts,
    analytics: parts.analytics.writer,
    cursors: control.cursors,
    snapshots: control.snapshots,
    detectors: CATALOGUE,
    nowMs,
    hashText,
    encode: encodeRecord,
    decode: decodeRecord,
  });
  // The log carries what these very stages put into it; a broker's adapter checks what it decodes.
  const valuesOf = <T>(records: readonly EventRecord[]): readonly T[] => records.map(({ value }) => value as T);
  const subscriptions: readonly Subscription[] = [
    await log.subscribe({
      topic: 'alerts.v1',
      group: 'deliver',
      maxBatch: BATCH,
      handle: (records) => deliver.enqueue(valuesOf<readonly OutboundEvent[]>(records).flat()),
    }),
    await log.subscribe({
      topic: 'findings.v1',
      group: 'alert',
      maxBatch: BATCH,
      handle: (records) => alert.handle(valuesOf<FindingsEvent>(records)),
    }),
    await log.subscribe({
      topic: 'blocks.v1',
      group: 'analyse',
      maxBatch: BATCH,
      handle: (records) => analyse.handle(valuesOf<ChainEvent>(records)),
    }),
  ];
  const stages = await Promise.all(parts.chains.map((chain) => ingestOf(parts, chain)));
  const runs = stages.map((stage) => stage.run(stop.signal));
  const running = Promise.all(runs);
  running.catch(() => undefined); // drained() and failed() tell it.
  const sending = deliver.run(stop.signal);
  const stopped = Promise.race(subscriptions.map(({ done }) => done.then(() => new Promise<never>(() => undefined))));
  stopped.catch((error: unknown) => logger.error({ error: String(error) }, 'a stage stopped'));

  async function throughAllStages(): Promise<void> {
    await running;
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
    rulesVersion: rulesVersionOf(CATALOGUE, hashText),
    states: () => stages.map(({ state }) => state),
    failed: () => Promise.race([stopped, noneFollowed(runs)]),
    drained: () => Promise.race([throughAllStages(), stopped]),
    async close() {
      stop.abort();
      await running.catch(() => undefined);
      for (const subscription of [...subscriptions].reverse()) await subscription.close();
      await sending;
      await analyse.close();
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

async function ingestOf(parts: PipelineParts, { source, verify, from, to }: FollowedChain): Promise<IngestStage> {
  const { control, log, metrics, logger } = parts;
  return new IngestStage(
    {
      source,
      verifier: new BlockVerifier(await createHashing(), verify),
      log,
      cursors: control.cursors,
      leases: control.leases,
      deadLetters: control.deadLetters,
      metrics,
      logger,
      clock: SYSTEM_CLOCK,
      holder: parts.holder,
    },
    { from, to, fetchAhead: INGEST_AHEAD },
  );
}
