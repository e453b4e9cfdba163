import type { Hex } from '../../core/chain/block.js';
import { type BlockRef, type ChainEvent, chainIdOf, refOf } from '../../core/chain/chain-event.js';
import { hashAt, isObject } from '../../core/chain/quantity.js';
import type { BlockVerifier } from '../../core/chain/verify.js';
import { FatalError, isFatal, isRetryable, messageOf, RetryableError } from '../../core/errors.js';
import type { StateQuestion } from '../../core/monitor/monitor.js';
import type { ChainSource, Head } from '../../ports/chain-source.js';
import type { Clock } from '../../ports/clock.js';
import type { CursorStore, DeadLetterStore, Lease, LeaseStore } from '../../ports/control-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { recordOf } from './block-record.js';
import { createCodeFacts } from './code-facts.js';
import { type DeadLetterDeps, putDeadLetter, replayDeadLetters } from './dead-letters.js';
import { ChainFollower, forkedBlocks, MAX_REORG_DEPTH, reorgTooDeep } from './follow-chain.js';
import { waitOutLowHead } from './head-below.js';
import type { LoadedBlock } from './load-block.js';
import { loadPatiently } from './load-patiently.js';
import { createMonitorReads } from './monitor-reads.js';
import { publishCanaries } from './publish-canaries.js';
import { followFinality, publishFinality } from './publish-finality.js';
import { PublishedCursor } from './published-cursor.js';

export interface IngestDeps {
  readonly source: ChainSource;
  readonly verifier: BlockVerifier;
  readonly log: EventLog;
  readonly cursors: CursorStore;
  readonly leases: LeaseStore;
  readonly deadLetters: DeadLetterStore;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Names this process as the chain's writer. */
  readonly holder: string;
  /** What monitors want to know of the chain at each block. */
  readonly questions?: () => readonly StateQuestion[];
}

export interface IngestOptions {
  /** First block where nothing was read before; null: the head of that moment. */
  readonly from: number | null;
  readonly to: number | null;
  readonly fetchAhead: number;
  /** Between two canaries of a live chain; null: none are sent. */
  readonly canaryEveryMs?: number | null;
}

export interface IngestState {
  readonly chainId: number;
  /** `waiting` for a source or the lease; `failed` says why and stays. */
  readonly state: 'starting' | 'waiting' | 'following' | 'done' | 'failed';
  readonly detail: string | null;
  readonly head: number | null;
  readonly published: number | null;
  readonly headSeenAtMs: number | null;
}

/** What still holds of the published blocks, newest first, and the lowest number that was undone. */
interface Resumed {
  readonly known: readonly BlockRef[];
  readonly next: number | null;
}

/** Told while another process holds the chain's lease: that one speaks for the chain. */
export const STANDING_BY = 'another process writes this chain';

const LEASE_MS = 15_000;
const KNOWN_BLOCKS = 256;
const LONGEST_PAUSE_MS = 10_000;

/** Puts one chain into `blocks.v1`, in order, from where the store left off, as its only writer. */
export class IngestStage {
  private current: IngestState;

  constructor(
    private readonly deps: IngestDeps,
    private readonly options: IngestOptions,
  ) {
    this.current = { chainId: deps.source.chainId, state: 'starting', detail: null, head: null, published: null, headSeenAtMs: null };
  }

  get state(): IngestState {
    return this.current;
  }

  private update(change: Partial<IngestState>): void {
    this.current = { ...this.current, ...change };
  }

  /** Runs until the signal, the last block or a FatalError; everything else is retried with a growing pause. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.attempt(signal);
        return;
      } catch (error) {
        if (isFatal(error)) {
          this.update({ state: 'failed', detail: error.message });
          throw error;
        }
        if (this.current.state === 'following') failures = 0;
        failures += 1;
        this.update({ state: 'waiting', detail: messageOf(error) });
        const log = {
          chain: this.deps.source.chainId,
          error: messageOf(error),
          ...(isRetryable(error) ? { code: error.code, ...error.fields } : {}),
        };
        this.deps.logger.warn(log, 'the chain cannot be read; trying again');
        this.deps.metrics.count('tocsin_ingest_retries_total', { chain: String(this.deps.source.chainId) });
        await this.deps.clock.sleep(Math.min(LONGEST_PAUSE_MS, 250 * 2 ** Math.min(failures, 6)), signal);
      }
    }
  }

  private async attempt(outer: AbortSignal): Promise<void> {
    const { source, cursors } = this.deps;
    const lease = await this.deps.leases.acquire(source.chainId, this.deps.holder, LEASE_MS);
    if (lease === null) {
      this.update({ state: 'waiting', detail: STANDING_BY });
      await this.deps.clock.sleep(LEASE_MS / 3, outer);
      if (!outer.aborted) await this.attempt(outer);
      return;
    }
    const cursor = new PublishedCursor(cursors, lease, this.deps.clock);
    let isLost = false;
    const stop = new AbortController();
    const signal = AbortSignal.any([outer, stop.signal]);
    const renewing = this.keepLease(lease, signal, () => {
      isLost = true;
      stop.abort();
    });
    try {
      await this.bindGenesis();
      const known = await cursors.recentBlocks(source.chainId, KNOWN_BLOCKS);
      const resumed = await this.undoForks(known, cursor, signal);
      const next = await this.firstBlock(resumed);
      this.update({ state: 'following', detail: null, published: resumed.known[0]?.number ?? null });
      await this.follow(resumed.known, next, cursor, signal);
      if (isLost) throw new RetryableError('lease-lost', 'Another process writes this chain now.');
      await cursor.flush();
      if (!signal.aborted) this.update({ state: 'done' });
    } finally {
      stop.abort();
      await renewing;
      await this.deps.leases.release(lease).catch(() => undefined); // It runs out by itself.
    }
  }

  private async keepLease(lease: Lease, signal: AbortSignal, onLost: () => void): Promise<void> {
    while (!signal.aborted) {
      await this.deps.clock.sleep(LEASE_MS / 3, signal);
      if (signal.aborted) return;
      const isOurs = await this.deps.leases.renew(lease, LEASE_MS).catch(() => true); // The fence guards what a lost store cannot.
      if (!isOurs) return onLost();
    }
  }

  private async bindGenesis(): Promise<void> {
    const { source, cursors } = this.deps;
    const genesis = await source.genesisHash();
    const bound = await cursors.bindGenesis(source.chainId, genesis);
    if (genesis !== null && bound.genesisHash !== null && bound.genesisHash !== genesis) {
      throw new FatalError(
        'other-genesis',
        `This data belongs to a chain ${source.chainId} with genesis ${bound.genesisHash}; the node's genesis is ${genesis}. Use another data folder or the right node.`,
      );
    }
  }

  private waitOutLowHead(head: Head, tip: number, signal: AbortSignal): Promise<Head> {
    return waitOutLowHead(this.deps, { head, tip, signal, say: (detail) => this.update({ detail }) });
  }

  /** After a restart: what was published and is no longer on the chain is retracted first. */
  private async undoForks(known: readonly BlockRef[], cursor: PublishedCursor, signal: AbortSignal): Promise<Resumed> {
    const { source } = this.deps;
    if (source.numbers() !== null || known.length === 0) return { known, next: null };
    const head = await this.waitOutLowHead(await source.head(), known[0]?.number ?? 0, signal);
    if (signal.aborted) return { known, next: null };
    const forked = await forkedBlocks(known, head.number, MAX_REORG_DEPTH, (number) => this.canonicalHash(number));
    if (forked === null) throw reorgTooDeep(source.chainId);
    for (const ref of forked) {
      await this.publish({ kind: 'retracted', ref });
      await cursor.retracted(ref);
    }
    return { known: known.slice(forked.length), next: forked.at(-1)?.number ?? null };
  }

  private async canonicalHash(number: number): Promise<Hex | null> {
    const raw = await this.deps.source.blockByNumber(number);
    return isObject(raw?.block) ? hashAt(raw.block['hash'], 'block.hash') : null;
  }

  /** A log that dies with the process is filled again from where the analysis last saved itself. */
  private async firstBlock({ known, next }: Resumed): Promise<number> {
    const { source, cursors, log } = this.deps;
    const newest = known[0];
    // All that was known left the chain: what replaces it begins where it began.
    if (newest === undefined) return next ?? this.options.from ?? source.numbers()?.[0] ?? (await source.head()).number;
    if (log.durable) return newest.number + 1;
    const analysed = await cursors.checkpoint('analyse', source.chainId);
    const oldest = known.at(-1)?.number ?? newest.number;
    return Math.min(newest.number, analysed?.number ?? oldest - 1) + 1;
  }

  private async follow(resumed: readonly BlockRef[], next: number, cursor: PublishedCursor, signal: AbortSignal): Promise<void> {
    const { source } = this.deps;
    const load = createLoader(this.deps, signal);
    const follower = new ChainFollower({
      chainId: source.chainId,
      known: resumed.filter((ref) => ref.number < next),
      next,
      to: this.options.to,
      numbers: source.numbers(),
      window: this.options.fetchAhead,
      load,
      heads: () => this.observeHeads(signal),
      onBad: (number, bad) => putDeadLetter({ ...this.deps, chainId: source.chainId }, number, bad),
      waitOutLowHead: (head, tip) => this.waitOutLowHead(head, tip, signal),
      retryPause: (number) => {
        this.update({ detail: `no source has block ${number} yet` });
        return this.deps.clock.sleep(200, signal);
      },
      signal,
    });
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const quiet = cursor.advanceWhileQuiet(both);
    const isLive = source.numbers() === null;
    const line = { source, clock: this.deps.clock, publish: (event: ChainEvent) => this.publish(event) };
    const finality = isLive ? followFinality(line, both) : Promise.resolve();
    const everyMs = isLive ? (this.options.canaryEveryMs ?? null) : null;
    const canaries = everyMs === null ? Promise.resolve() : publishCanaries({ ...line, chainId: source.chainId, everyMs }, both);
    const letters: DeadLetterDeps = { ...this.deps, chainId: source.chainId, load, publish: (event) => this.publish(event) };
    const replaying = isLive ? replayDeadLetters(letters, both) : Promise.resolve();
    try {
      for await (const event of follower.events()) {
        await this.publish(event);
        if (event.kind === 'block') {
          await cursor.published(refOf(event.block));
          this.update({ published: event.block.number, detail: null });
        } else if (event.kind === 'retracted') {
          await cursor.retracted(event.ref);
          this.update({ published: event.ref.number - 1 });
        }
      }
      if (!isLive) await publishFinality(line);
    } finally {
      stop.abort(); // After the last block nothing waits for the next marker.
      await Promise.all([finality, quiet, replaying, canaries]);
    }
  }

  private async *observeHeads(signal: AbortSignal): AsyncIterable<Head> {
    for await (const head of this.deps.source.heads(signal)) {
      this.update({ head: head.number, headSeenAtMs: head.seenAtMs });
      this.deps.metrics.gauge('tocsin_chain_head', head.number, { chain: String(this.deps.source.chainId) });
      yield head;
    }
  }

  private async publish(event: ChainEvent): Promise<void> {
    await this.deps.log.publish('blocks.v1', [recordOf(event)]);
    this.deps.metrics.count('tocsin_ingest_events_total', { chain: String(chainIdOf(event)), kind: event.kind });
  }
}

function createLoader(deps: IngestDeps, signal: AbortSignal): (number: number) => Promise<LoadedBlock> {
  const addCode = createCodeFacts(deps.source, deps.metrics);
  const addReads = createMonitorReads(deps.source, deps.questions ?? (() => []), deps.metrics);
  const loading = {
    source: deps.source,
    verifier: deps.verifier,
    metrics: deps.metrics,
    isReplay: deps.source.numbers() !== null,
    nowMs: () => deps.clock.nowMs(),
  };
  return async (number) => {
    const loaded = await loadPatiently(loading, deps.clock, signal, number);
    return loaded.kind === 'block' ? { kind: 'block', block: await addReads(await addCode(loaded.block)) } : loaded;
  };
}
