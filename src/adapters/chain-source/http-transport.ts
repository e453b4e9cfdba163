import { Pool } from 'undici';
import { messageOf, RetryableError } from '../../core/errors.js';
import { endpointLabel, type RpcTransport, resultOf, resultsOf } from './json-rpc.js';

const DEFAULT_TIMEOUT_MS = 30_000;
/** Sent with every request: a server that closes idle connections after some seconds must not surprise the next one. */
const KEEP_ALIVE_MS = 4_000;

/** JSON-RPC over HTTP through a pool of connections: 8–10 µs a transaction where fetch takes several times that. */
export function createHttpTransport(url: string): RpcTransport {
  const target = new URL(url);
  const label = endpointLabel(url);
  const pool = new Pool(target.origin, { connections: 16, pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
  const path = `${target.pathname}${target.search}`;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (target.username !== '')
    headers['authorization'] =
      `Basic ${Buffer.from(`${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`).toString('base64')}`;

  async function post(body: string, timeoutMs: number): Promise<unknown> {
    try {
      const response = await pool.request({ path, method: 'POST', headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs });
      const text = await response.body.text();
      // Some nodes put a JSON-RPC error under a 4xx or 5xx status; a body that is none says only the status.
      if (response.statusCode >= 400 && !text.trimStart().startsWith('{') && !text.trimStart().startsWith('[')) {
        throw new RetryableError('rpc-http', `The node answered with status ${response.statusCode}.`, {
          endpoint: label,
          status: response.statusCode,
        });
      }
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof RetryableError) throw error;
      throw new RetryableError('rpc-unreachable', `The node did not answer: ${messageOf(error)}`, { endpoint: label }, { cause: error });
    }
  }

  return {
    label,
    async request(method, params, timeoutMs = DEFAULT_TIMEOUT_MS) {
      return resultOf(await post(JSON.stringify({ jsonrpc: '2.0', id: 0, method, params }), timeoutMs), method, label);
    },
    async batch(calls, timeoutMs = DEFAULT_TIMEOUT_MS) {
      if (calls.length === 0) return [];
      const body = JSON.stringify(calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params })));
      return resultsOf(await post(body, timeoutMs), calls, label);
    },
    close: () => pool.destroy(),
  };
}
