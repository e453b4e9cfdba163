import { hashAt, isObject, numberAt } from '../../core/chain/quantity.js';
import type { Head } from '../../ports/chain-source.js';
import type { Endpoint } from './endpoint.js';

export function headFrom(header: unknown, seenAtMs: number): Head {
  const object = isObject(header) ? header : {};
  return {
    number: numberAt(object['number'], 'head.number'),
    hash: hashAt(object['hash'], 'head.hash'),
    parentHash: hashAt(object['parentHash'], 'head.parentHash'),
    seenAtMs,
  };
}

/** A slot for the newest head: who follows a chain needs the tip, not each announcement. */
export class NewestHead {
  private newest: Head | null = null;
  private wake: (() => void) | null = null;

  offer(head: Head): void {
    this.newest = head;
    this.wake?.();
  }

  /** The newest head not yet taken; null once the signal aborts. */
  async take(signal: AbortSignal): Promise<Head | null> {
    while (this.newest === null && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    const head = this.newest;
    this.newest = null;
    return signal.aborted ? null : head;
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Keeps a subscription on one WebSocket endpoint, opening it again with a growing pause. */
export async function followSubscription(
  endpoint: Endpoint,
  newest: NewestHead,
  signal: AbortSignal,
  onState: (isAlive: boolean) => void,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted && endpoint.webSocket !== null) {
    try {
      await endpoint.webSocket.subscribeHeads((header) => {
        failures = 0;
        onState(true);
        newest.offer(headFrom(header, Date.now()));
      }, signal);
    } catch {
      // The endpoint's own requests count its errors; here it is only opened again.
    }
    onState(false);
    failures += 1;
    await pause(Math.min(30_000, 250 * 2 ** Math.min(failures, 7)) * (0.5 + Math.random() / 2), signal);
  }
}
