import { WebSocket } from 'ws';
import { z } from 'zod';
import { FatalError, messageOf } from '../../core/errors.js';
import type { Forward, RpcAnswer, RpcCall } from './guard.js';

const TIMEOUT_MS = 30_000;
const answerSchema = z.record(z.string(), z.unknown());
const chainIdSchema = z.object({ result: z.string() });

/** The node that a guard stands before. */
export interface Upstream {
  readonly chainId: number;
  /** Null where it speaks HTTP alone: subscriptions are the node's to refuse then. */
  readonly socketUrl: string | null;
  readonly forward: Forward;
  /** Rejects where it does not answer, or speaks for another chain now. */
  ping(): Promise<void>;
}

/** Asks the node for its chain first: a guard that does not know its chain can judge nothing. */
export async function openUpstream(urls: readonly string[]): Promise<Upstream> {
  const httpUrl = urls.find((url) => url.startsWith('http'));
  if (httpUrl === undefined)
    throw new FatalError('no-rpc', 'A guard needs --rpc http(s)://… of the node behind it; ws(s)://… may be given as well.');
  const forward: Forward = (call) => post(httpUrl, call);
  const ask = async () => Number(chainIdSchema.parse(await forward({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] })).result);
  const chainId = await ask().catch((error: unknown) => {
    throw new FatalError('rpc-unreachable', `--rpc ${new URL(httpUrl).origin} does not tell its chain: ${messageOf(error)}`);
  });
  return {
    chainId,
    socketUrl: urls.find((url) => url.startsWith('ws')) ?? null,
    forward,
    async ping() {
      const now = await ask();
      if (now !== chainId) throw new Error(`it speaks for chain ${now} instead of ${chainId}`);
    },
  };
}

async function post(url: string, call: RpcCall): Promise<RpcAnswer | null> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...call, jsonrpc: '2.0' }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (call.id === undefined) return null;
  const parsed = answerSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new Error(`it answered ${response.status} without a JSON-RPC answer`);
  return parsed.data;
}

export interface SocketForward {
  readonly forward: Forward;
  close(): void;
}

/** A socket to the node for one client. Calls get ids of its own on the way, so that nobody else's can be mistaken; what the node says unasked goes to `onUnasked`. */
export function forwardBySocket(url: string, onUnasked: (text: string) => void, onLost: () => void): SocketForward {
  const socket = new WebSocket(url);
  const waiting = new Map<number, (answer: RpcAnswer | Error) => void>();
  let next = 1;
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  opened.catch(() => undefined);
  socket.on('message', (bytes: Buffer) => {
    const text = bytes.toString('utf8');
    const answer = answerSchema.parse(JSON.parse(text));
    const take = typeof answer['id'] === 'number' ? waiting.get(answer['id']) : undefined;
    if (take === undefined) onUnasked(text);
    else take(answer);
  });
  socket.on('close', () => {
    for (const take of waiting.values()) take(new Error('its socket closed'));
    waiting.clear();
    onLost();
  });
  socket.on('error', () => socket.terminate());
  return {
    async forward(call) {
      await opened;
      const id = next++;
      if (call.id === undefined) {
        socket.send(JSON.stringify({ ...call, jsonrpc: '2.0' }));
        return null;
      }
      const answer = await new Promise<RpcAnswer | Error>((resolve) => {
        const timer = setTimeout(() => resolve(new Error(`no answer within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
        waiting.set(id, (given) => {
          clearTimeout(timer);
          resolve(given);
        });
        socket.send(JSON.stringify({ ...call, id, jsonrpc: '2.0' }));
      });
      waiting.delete(id);
      if (answer instanceof Error) throw answer;
      return { ...answer, id: call.id };
    },
    close: () => socket.close(),
  };
}
