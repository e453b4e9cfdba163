import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { createInProcessEventLog } from '../../src/adapters/event-log/in-process.js';
import type { BlockRef, ChainEvent } from '../../src/core/chain/chain-event.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import { type IngestDeps, type IngestOptions, IngestStage, type IngestState } from '../../src/pipeline/ingest/ingest-stage.js';
import type { ChainSource } from '../../src/ports/chain-source.js';
import type { Clock } from '../../src/ports/clock.js';
import type { ControlStore } from '../../src/ports/control-store.js';
import { createCountedMetrics, SILENT_LOGGER } from './records.js';
import { waitUntil } from './wait-until.js';

/** Pauses are as long as they are asked to be, up to this: back-off is passed through, and not waited out. */
const LONGEST_SLEEP_MS = 5;

export const HASTY_CLOCK: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(ms, LONGEST_SLEEP_MS));
      signal?.addEventListener('abort', done, { once: true });
    }),
};

/** An ingest stage at work, and what it said so far. */
export interface RunningIngest {
  readonly events: readonly ChainEvent[];
  readonly state: IngestState;
  /** Blocks, retractions, gaps and late blocks in the order they were told: `+5`, `-5`, `?5`, `~5`. */
  readonly story: readonly string[];
  /** What holds after all that was told. */
  readonly canonical: readonly BlockRef[];
  /** Settles when the stage ended by itself. */
  readonly ended: Promise<void>;
  /** Resolves when the stage ended and all that it told was heard. */
  drained(): Promise<void>;
  stop(): Promise<void>;
}

export interface IngestChoice extends Partial<IngestOptions> {
  readonly holder?: string;
  readonly deps?: Partial<IngestDeps>;
}

/** Runs ingest over a log in this process; the store's analyse checkpoint follows what was told, as the analysis would move it. */
export async function runIngest(source: ChainSource, control: ControlStore, choice: IngestChoice = {}): Promise<RunningIngest> {
  const { holder = 'a', deps = {}, ...options } = choice;
  const log = createInProcessEventLog({ logger: SILENT_LOGGER });
  const events: ChainEvent[] = [];
  await log.subscribe({
    topic: 'blocks.v1',
    group: 'test',
    handle: async (records) => {
      for (const { value } of records) {
        const event = value as ChainEvent;
        events.push(event);
        const [tip] = canonicalOf(events).slice(-1);
        if (event.kind === 'block' && tip !== undefined) await control.cursors.setCheckpoint('analyse', tip, tip.chainId);
      }
      return 'commit';
    },
  });
  const stage = new IngestStage(
    {
      source,
      log,
      verifier: new BlockVerifier(await createHashing(), 'full'),
      cursors: control.cursors,
      leases: control.leases,
      deadLetters: control.deadLetters,
      metrics: createCountedMetrics(),
      logger: SILENT_LOGGER,
      clock: HASTY_CLOCK,
      holder,
      ...deps,
    },
    { from: 1, to: null, fetchAhead: 4, ...options },
  );
  const stop = new AbortController();
  const ended = stage.run(stop.signal);
  ended.catch(() => undefined); // Who looks at `ended` meets it.
  return {
    events,
    get state() {
      return stage.state;
    },
    get story() {
      return events.flatMap((event) =>
        event.kind === 'block'
          ? [`+${event.block.number}`]
          : event.kind === 'retracted'
            ? [`-${event.ref.number}`]
            : event.kind === 'gap'
              ? [`?${event.from}`]
              : event.kind === 'late'
                ? [`~${event.block.number}`]
                : [],
      );
    },
    get canonical() {
      return canonicalOf(events);
    },
    ended,
    async drained() {
      await ended;
      await waitUntil('all is heard', async () => (await log.lag('blocks.v1', 'test')) === 0);
    },
    async stop() {
      stop.abort();
      await ended.catch(() => undefined);
      await log.close();
    },
  };
}

function canonicalOf(events: readonly ChainEvent[]): BlockRef[] {
  const chain: BlockRef[] = [];
  for (const event of events) {
    if (event.kind === 'retracted') {
      const last = chain.pop();
      if (last !== undefined && last.hash !== event.ref.hash)
        throw new Error(`retracted ${event.ref.number}, which is not the newest block`);
    } else if (event.kind === 'block') {
      const { block } = event;
      chain.push({
        chainId: block.chainId,
        number: block.number,
        hash: block.hash,
        parentHash: block.header.parentHash,
        timestamp: block.header.timestamp,
      });
    }
  }
  return chain;
}
