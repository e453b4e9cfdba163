import { decodeRecord, encodeRecord } from '../../adapters/codec/record-codec.js';
import { createHashing } from '../../adapters/crypto/hashing.js';
import type { FindingsEvent } from '../../core/alert/findings-event.js';
import type { ChainEvent } from '../../core/chain/chain-event.js';
import { BlockVerifier, type VerifyMode } from '../../core/chain/verify.js';
import type { Scoring } from '../../core/score/scoring.js';
import type { ChainState } from '../../core/state/chain-state.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { AlertStage } from '../../pipeline/alert/alert-stage.js';
import { Escalations } from '../../pipeline/alert/escalations.js';
import { AnalyseStage } from '../../pipeline/analyse/analyse-stage.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import { DeliverStage } from '../../pipeline/deliver/deliver-stage.js';
import { IngestStage, type IngestState } from '../../pipeline/ingest/ingest-stage.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { ControlStore, OutboundEvent } from '../../ports/control-store.js';
import type { EventLog, EventRecord } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { Notifier } from '../../ports/notifier.js';
import type { MonitorBook } from '../monitoring/monitor-book.js';
import { checksum } from '../platform/checksum.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import type { CanaryConfig } from '../platform/config.js';
import { hashText } from '../platform/hash-text.js';
import { HeardChains } from './canary-lines.js';
import { watchForCanaries } from './canary-watch.js';

/** Stages as they run: each is started the same in one process and in a role of a cluster. */

export interface StageParts {
  readonly control: ControlStore;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Left out: no canaries. */
  readonly canary?: CanaryConfig;
}

export interface RunningStage {
  /** Never resolves; rejects with the FatalError that stopped the stage. */
  failed(): Promise<never>;
  /** Takes no more, finishes what is in hand. Stores and log stay open. */
  close(): Promise<void>;
}

export interface FollowedChain {
  readonly source: ChainSource;
  /** Where transactions can be simulated; recorded blocks have no such place. */
  readonly urls?: readonly string[];
  readonly verify: VerifyMode;
  readonly from: number | null;
  readonly to: number | null;
}

const INGEST_AHEAD = 8;
const BATCH = 16;
const nowMs = () => SYSTEM_CLOCK.nowMs();

const never = () => new Promise<never>(() => undefined);

/** The log's own adapter has checked the shape of what it decoded; in one process it carries what these very stages put in. */
function valuesOf<T>(records: readonly EventRecord[]): readonly T[] {
  return records.map(({ value }) => value as T);
}

export interface RunningIngest extends RunningStage {
  state(): IngestState;
  /** Resolves when the chain is read to its end (a replay's last file, or `to`). */
  readonly finished: Promise<void>;
}

/** `holder` names this process as the writer of its chains: the same after a restart, so that nothing waits for its old lease. */
export async function startIngest(
  parts: StageParts & { readonly holder: string; readonly monitors: MonitorBook },
  { source, verify, from, to }: FollowedChain,
): Promise<RunningIngest> {
  const { control, log, metrics, logger, holder, monitors } = parts;
  const stop = new AbortController();
  const stage = new IngestStage(
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
      holder,
      questions: () => monitors.setFor(source.chainId).questions,
    },
    { from, to, fetchAhead: INGEST_AHEAD, canaryEveryMs: parts.canary?.everyMs ?? null },
  );
  const finished = stage.run(stop.signal);
  finished.catch(() => undefined); // Whoever waits for it is told.
  return {
    finished,
    state: () => stage.state,
    failed: () => finished.then(never),
    async close() {
      stop.abort();
      await finished.catch(() => undefined);
    },
  };
}

export interface AnalyseParts extends StageParts {
  readonly monitors: MonitorBook;
  readonly analytics: AnalyticsStore;
  readonly knowledge: Knowledge;
  readonly scoring: Scoring;
}

export interface RunningAnalyse extends RunningStage {
  /** The rolling state of a chain, for reading; null where it is not analysed here. */
  stateOf(chainId: number): ChainState | null;
}

export async function startAnalyse(parts: AnalyseParts): Promise<RunningAnalyse> {
  const { control, log, monitors } = parts;
  const stage = new AnalyseStage({
    ...parts,
    analytics: parts.analytics.writer,
    cursors: control.cursors,
    snapshots: control.snapshots,
    detectors: CATALOGUE,
    monitorsOf: (chainId) => monitors.setFor(chainId),
    nowMs,
    hashText,
    encode: encodeRecord,
    decode: decodeRecord,
  });
  const subscription = await log.subscribe({
    topic: 'blocks.v1',
    group: 'analyse',
    maxBatch: BATCH,
    onAssigned: () => stage.forget(),
    handle: (records) => stage.handle(valuesOf<ChainEvent>(records)),
  });
  return {
    stateOf: (chainId) => stage.stateOf(chainId),
    failed: () => subscription.done.then(never),
    async close() {
      await subscription.close();
      await stage.close();
    },
  };
}

export async function startAlert({ control, log, metrics, logger }: StageParts): Promise<RunningStage> {
  const stop = new AbortController();
  const stage = new AlertStage({ store: control.alerts, log, metrics, checksum, hashText, nowMs });
  const { escalations, incidents } = control;
  const waiting = new Escalations({ escalations, incidents, log, metrics, logger, clock: SYSTEM_CLOCK, checksum }).run(stop.signal);
  const subscription = await log.subscribe({
    topic: 'findings.v1',
    group: 'alert',
    maxBatch: BATCH,
    handle: (records) => stage.handle(valuesOf<FindingsEvent>(records)),
  });
  return {
    failed: () => subscription.done.then(never),
    async close() {
      stop.abort();
      await subscription.close();
      await waiting;
    },
  };
}

export async function startDeliver(parts: StageParts & { readonly notifier: Notifier }): Promise<RunningStage> {
  const { control, log } = parts;
  const stop = new AbortController();
  const stage = new DeliverStage({
    ...parts,
    channels: control.channels,
    outbox: control.outbox,
    canaries: control.canaries,
    canaryEveryMs: parts.canary?.everyMs ?? null,
    heard: control.heard,
    clock: SYSTEM_CLOCK,
    hashText,
  });
  const heard = await HeardChains.recalled(control.canaries, nowMs());
  const subscription = await log.subscribe({
    topic: 'alerts.v1',
    group: 'deliver',
    maxBatch: BATCH,
    handle: (records) => {
      const events = valuesOf<readonly OutboundEvent[]>(records).flat();
      heard.take(events);
      return stage.enqueue(events);
    },
  });
  const sending = stage.run(stop.signal);
  const watch = watchForCanaries(parts, 'deliver', async () => heard.lines());
  return {
    failed: () => subscription.done.then(never),
    async close() {
      await watch?.close();
      stop.abort();
      await subscription.close();
      await sending;
    },
  };
}
