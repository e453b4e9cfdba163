import { hashAt, isObject, numberAt } from '../../core/chain/quantity.js';
import type { Head } from '../../ports/chain-source.js';
import type { Endpoint } from './endpoint.js';
import type { WebSocketTransport } from './websocket-transport.js';

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
    while (this.newest === null && !signal.aborted) await this.announced(signal);
    const head = this.newest;
    this.newest = null;
    return signal.aborted ? null : head;
  }

  private announced(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.wake = null;
        signal.removeEventListener('abort', done); // One listener a head would be kept as long as the chain is followed.
        resolve();
      };
      this.wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
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

/** A subscription on one WebSocket endpoint, opened again with a growing pause after it broke. */
export class HeadSubscription {
  /** Number of the last head that was pushed; null while nothing came since it was opened. */
  pushed: number | null = null;
  private opened = new AbortController();

  constructor(
    private readonly endpoint: Endpoint,
    private readonly webSocket: WebSocketTransport,
    private readonly newest: NewestHead,
  ) {}

  /** Opens it again: the connection stands and says nothing. */
  restart(): void {
    this.pushed = null;
    this.opened.abort();
  }

  private take(header: unknown): boolean {
    try {
      const head = headFrom(header, Date.now());
      this.pushed = head.number;
      this.newest.offer(head);
      return true;
    } catch {
      this.restart(); // Garbled: thrown inside the socket's listener it would end the process.
      return false;
    }
  }

  async run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted && !this.endpoint.isForeign) {
      this.opened = new AbortController();
      try {
        await this.endpoint.identify();
        await this.webSocket.subscribeHeads(
          (header) => {
            if (this.take(header)) failures = 0;
          },
          AbortSignal.any([signal, this.opened.signal]),
        );
      } catch {
        // The endpoint's own requests count its errors; here it is only opened again.
      }
      this.pushed = null;
      failures += 1;
      await pause(Math.min(30_000, 250 * 2 ** Math.min(failures, 7)) * (0.5 + Math.random() / 2), signal);
    }
  }
}
