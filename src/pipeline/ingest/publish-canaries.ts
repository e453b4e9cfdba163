import type { ChainEvent } from '../../core/chain/chain-event.js';
import type { Clock } from '../../ports/clock.js';

export interface CanaryLine {
  readonly chainId: number;
  readonly everyMs: number;
  readonly clock: Clock;
  publish(event: ChainEvent): Promise<void>;
}

/** Puts a canary into the log now and every `everyMs`, until the signal: by the chain's one writer, behind the blocks that it wrote. */
export async function publishCanaries({ chainId, everyMs, clock, publish }: CanaryLine, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // One that does not get into the log is missed at the other end: that is what it is for.
    await publish({ kind: 'canary', chainId, sentAtMs: clock.nowMs() }).catch(() => undefined);
    await clock.sleep(everyMs, signal);
  }
}
