import { io, type Socket } from 'socket.io-client';
import { BESIDE_THE_SEQUENCE, REALTIME_EVENTS } from '../../../src/contracts/realtime.js';
import { ADMIN_KEY } from '../api/serve.js';

export interface Heard {
  readonly name: string;
  readonly cursor: string;
  readonly subscriptionId: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events freely and compare what they find.
  readonly data: any;
}

/** A client that writes down what it hears. */
export class TestSocket {
  /** The sequence of events. */
  readonly heard: Heard[] = [];
  /** What came of the states of chains, protocols and checks: by the clock, and no part of the sequence. */
  readonly states: Heard[] = [];
  private readonly waiters = new Set<() => void>();

  private constructor(readonly socket: Socket) {
    for (const name of REALTIME_EVENTS) {
      socket.on(name, (event: Omit<Heard, 'name'>) => {
        (BESIDE_THE_SEQUENCE.has(event.type) ? this.states : this.heard).push({ name, ...event });
        for (const look of this.waiters) look();
      });
    }
  }

  /** Resolves when it is in; rejects with what the server said. */
  static connect(
    url: string,
    options: { auth?: object; headers?: Record<string, string>; transports?: string[] } = {},
  ): Promise<TestSocket> {
    const socket = io(url, {
      path: '/socket.io',
      forceNew: true,
      reconnection: false,
      transports: options.transports ?? ['websocket'],
      auth: options.auth ?? { apiKey: ADMIN_KEY },
      ...(options.headers === undefined ? {} : { extraHeaders: options.headers }),
    });
    const client = new TestSocket(socket);
    return new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(client));
      socket.on('connect_error', (error) => {
        socket.close();
        reject(error);
      });
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  ask(event: string, request?: unknown): Promise<any> {
    return this.socket.emitWithAck(event, request);
  }

  /** Resolves when the condition holds for what was heard. */
  until(condition: (heard: readonly Heard[], states: readonly Heard[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!condition(this.heard, this.states)) return;
        this.waiters.delete(look);
        resolve();
      };
      this.waiters.add(look);
      look();
    });
  }

  blocks(): readonly number[] {
    return this.heard.filter(({ name }) => name === 'block').map(({ data }) => data.number);
  }

  /** Resolves when the transport is closed: polling says goodbye in a request of its own. */
  close(): Promise<void> {
    const { engine } = this.socket.io;
    if (!this.socket.connected) return Promise.resolve();
    return new Promise((resolve) => {
      engine.once('close', () => setImmediate(resolve));
      this.socket.close();
    });
  }
}
