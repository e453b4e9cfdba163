import type { ChainEvent } from '../../core/chain/chain-event.js';
import { messageOf } from '../../core/errors.js';
import type { Clock } from '../../ports/clock.js';
import type { DeadLetter, DeadLetterStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import type { LoadedBlock } from './load-block.js';

export interface DeadLetterDeps {
  readonly chainId: number;
  readonly deadLetters: DeadLetterStore;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock: Clock;
  load(number: number): Promise<LoadedBlock>;
  publish(event: ChainEvent): Promise<void>;
}

const LOOK_EVERY_MS = 2_000;

/** A block that no source could give in a form that holds is put on record, and the chain goes on without it. */
export async function putDeadLetter(
  { chainId, deadLetters, metrics, logger, clock }: Omit<DeadLetterDeps, 'load' | 'publish'>,
  number: number,
  { reason, detail, raw }: Extract<LoadedBlock, { kind: 'bad' }>,
): Promise<void> {
  logger.error({ chain: chainId, block: number, reason, detail }, 'a block went to the dead letters');
  metrics.count('tocsin_dead_letters_total', { stage: 'ingest', reason });
  await deadLetters.put({
    id: `ingest:${chainId}:${number}`,
    stage: 'ingest',
    chainId,
    blockNumber: number,
    reason,
    detail,
    payload: JSON.stringify(raw).slice(0, 65_536),
    atMs: clock.nowMs(),
    requestedAtMs: null,
    replayedAtMs: null,
  });
}

/** Until the signal: reads blocks again whose dead letters somebody asks for, and puts those that can be had now into the log as late ones. */
export async function replayDeadLetters(deps: DeadLetterDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const letter of await deps.deadLetters.requested(deps.chainId)) {
        if (signal.aborted) return;
        await replayOne(deps, letter);
      }
    } catch (error) {
      deps.logger.warn({ chain: deps.chainId, error: messageOf(error) }, 'dead letters wait: the sources or the store do not answer');
    }
    await deps.clock.sleep(LOOK_EVERY_MS, signal);
  }
}

async function replayOne(deps: DeadLetterDeps, { id, blockNumber }: DeadLetter): Promise<void> {
  const { chainId, deadLetters, logger, metrics } = deps;
  if (blockNumber === null) return deadLetters.refuse(id, 'no-block', 'The letter names no block that could be read again.');
  const loaded = await deps.load(blockNumber);
  metrics.count('tocsin_dead_letter_replays_total', { chain: String(chainId), outcome: loaded.kind });
  switch (loaded.kind) {
    case 'block':
      // Published first: a crash in between publishes it again, which changes nothing.
      await deps.publish({ kind: 'late', block: loaded.block });
      await deadLetters.markReplayed(id, deps.clock.nowMs());
      logger.info({ chain: chainId, block: blockNumber }, 'a dead letter was read again');
      return;
    case 'bad':
      await deadLetters.refuse(id, loaded.reason, loaded.detail);
      logger.warn({ chain: chainId, block: blockNumber, reason: loaded.reason }, 'a dead letter is still unusable');
      return;
    case 'unknown':
      return deadLetters.refuse(id, 'unknown-block', 'No source knows the block now.');
  }
}
