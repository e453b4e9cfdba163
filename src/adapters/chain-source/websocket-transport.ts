import { WebSocket } from 'undici';
import { messageOf, RetryableError } from '../../core/errors.js';
import { endpointLabel, type RpcTransport, resultOf } from './json-rpc.js';
import { RpcError } from './rpc-error.js';

const DEFAULT_TIMEOUT_MS = 30_000;
const OPEN_TIMEOUT_MS = 10_000;

export interface WebSocketTransport extends RpcTransport {
  /** Calls `onHead` for each announced header until the connection breaks; resolves then. Throws where subscribing fails. */
  subscribeHeads(onHead: (header: unknown) => void, signal: AbortSignal): Promise<void>;
}

interface Pending {
  readonly method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One open connection: requests by id and subscriptions. */
class Connection {
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;
  readonly closed: Promise<void>;
  onNotification: (params: unknown) => void = () => undefined;

  private constructor(
    private readonly socket: WebSocket,
    private readonly label: string,
  ) {
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', () => {
        const broken = new RetryableError('rpc-unreachable', 'The WebSocket closed.', { endpoint: label });
        for (const request of this.pending.values()) request.reject(broken);
        this.pending.clear();
        resolve();
      });
    });
    socket.addEventListener('message', (event) => this.receive(String(event.data)));
  }

  static open(url: string, label: string, signal?: AbortSignal): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      const settle = (reason: string | null) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abandon);
        if (reason === null) return resolve(new Connection(socket, label));
        socket.close();
        reject(new RetryableError('rpc-unreachable', `The WebSocket did not open: ${reason}`, { endpoint: label }));
      };
      const abandon = () => settle('it is no longer wanted');
      const timer = setTimeout(() => settle(`no answer in ${OPEN_TIMEOUT_MS} ms`), OPEN_TIMEOUT_MS);
      signal?.addEventListener('abort', abandon, { once: true });
      socket.addEventListener('open', () => settle(null), { once: true });
      socket.addEventListener('error', (event) => settle(messageOf(event.error)), { once: true });
      socket.addEventListener('close', () => settle('it was closed'), { once: true });
    });
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  private receive(text: string): void {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return this.socket.close(); // Not JSON-RPC: whatever it is, this connection is of no use.
    }
    if (typeof message !== 'object' || message === null) return;
    const id: unknown = Reflect.get(message, 'id');
    const request = typeof id === 'number' ? this.pending.get(id) : undefined;
    if (request === undefined || typeof id !== 'number') {
      if (Reflect.get(message, 'method') === 'eth_subscription') this.onNotification(Reflect.get(message, 'params'));
      return;
    }
    this.pending.delete(id);
    try {
      request.resolve(resultOf(message, request.method, this.label));
    } catch (error) {
      request.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  request(method: string, params: readonly unknown[], timeoutMs: number): Promise<unknown> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(id);
        reject(new RetryableError('rpc-timeout', `No answer in ${timeoutMs} ms.`, { endpoint: this.label, method }));
      }, timeoutMs);
      this.pending.set(id, {
        method,
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      });
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  close(): void {
    this.socket.close();
  }
}

/** JSON-RPC over a WebSocket, opened when needed and again after it broke. */
export function createWebSocketTransport(url: string): WebSocketTransport {
  const label = endpointLabel(url);
  let connection: Promise<Connection> | null = null;

  async function open(): Promise<Connection> {
    const current = await connection?.catch(() => null);
    if (current?.isOpen === true) return current;
    connection = Connection.open(url, label);
    return connection;
  }

  const request = async (method: string, params: readonly unknown[], timeoutMs = DEFAULT_TIMEOUT_MS) =>
    (await open()).request(method, params, timeoutMs);

  return {
    label,
    request,
    batch: (calls, timeoutMs = DEFAULT_TIMEOUT_MS) =>
      Promise.all(
        calls.map((call) =>
          request(call.method, call.params, timeoutMs).catch((error: unknown) => {
            if (error instanceof RpcError) return error;
            throw error;
          }),
        ),
      ),
    async subscribeHeads(onHead, signal) {
      const current = await Connection.open(url, label, signal); // Its own connection: a stuck request must not delay heads.
      const aborted = new Promise<void>((resolve) => {
        if (signal.aborted) resolve();
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      try {
        current.onNotification = (params) => {
          if (typeof params === 'object' && params !== null) onHead(Reflect.get(params, 'result'));
        };
        const subscribed = current.request('eth_subscribe', ['newHeads'], DEFAULT_TIMEOUT_MS).then(() => current.closed);
        subscribed.catch(() => undefined); // Nobody listens any more once the signal has aborted.
        await Promise.race([subscribed, aborted]); // A node that is slow to say goodbye is not waited for.
      } finally {
        current.close();
      }
    },
    async close() {
      const current = await connection?.catch(() => null);
      current?.close();
    },
  };
}
