import type { ChainEvent } from '../../core/chain/chain-event.js';
import { isFatal } from '../../core/errors.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { Clock } from '../../ports/clock.js';

export interface FinalityLine {
  readonly source: Pick<ChainSource, 'chainId' | 'safeAndFinalized'>;
  readonly clock: Clock;
  publish(event: ChainEvent): Promise<void>;
}

const EVERY_MS = 12_000;

/** Says how far finality came, again and again until the signal. */
export async function followFinality(line: FinalityLine, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await publishFinality(line).catch((error: unknown) => {
      if (isFatal(error)) throw error; // What else fails here is asked again soon.
    });
    await line.clock.sleep(EVERY_MS, signal);
  }
}

/** Says it once; nothing where the source does not know. */
export async function publishFinality({ source, publish }: FinalityLine): Promise<void> {
  const { safe, finalized } = await source.safeAndFinalized();
  if (safe === null && finalized === null) return;
  await publish({ kind: 'finality', chainId: source.chainId, safe, finalized });
}
