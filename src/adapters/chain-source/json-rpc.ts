import { RetryableError } from '../../core/errors.js';
import { RpcError, type RpcFailure } from './rpc-error.js';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** How calls reach one node: over HTTP or over a WebSocket. */
export interface RpcTransport {
  /** The URL without user, password, path and query: those may hold a key. */
  readonly label: string;
  /** One request. Throws RpcError for an error in the answer and RetryableError for all that went wrong on the way. */
  request(method: string, params: readonly unknown[], timeoutMs?: number): Promise<unknown>;
  /** Several in one message; answers in order of the calls, a refused one as its RpcError. */
  batch(calls: readonly RpcCall[], timeoutMs?: number): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

/** Where in logs and metrics an endpoint is named, its secrets are not. */
export function endpointLabel(url: string): string {
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}

function failureOf(error: unknown): RpcFailure {
  const code = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const message = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return { code: typeof code === 'number' ? code : 0, message: typeof message === 'string' ? message : 'no message' };
}

/** The result in one JSON-RPC answer. An answer that is none is as bad as a broken connection. */
export function resultOf(answer: unknown, method: string, endpoint: string): unknown {
  if (typeof answer !== 'object' || answer === null)
    throw new RetryableError('rpc-garbage', 'The node sent no JSON-RPC answer.', { method, endpoint });
  const error: unknown = Reflect.get(answer, 'error');
  if (error !== undefined && error !== null) throw new RpcError(failureOf(error), method, endpoint);
  if (!('result' in answer)) throw new RetryableError('rpc-garbage', 'The answer has neither result nor error.', { method, endpoint });
  return answer.result;
}

/** Answers of a batch by id, in order of the calls. */
export function resultsOf(answers: unknown, calls: readonly RpcCall[], endpoint: string): readonly unknown[] {
  if (!Array.isArray(answers)) {
    resultOf(answers, 'batch', endpoint); // Some nodes answer a batch they refuse with one error.
    throw new RetryableError('rpc-garbage', 'The node answered a batch with no array.', { endpoint });
  }
  const byId = new Map<unknown, unknown>(
    answers.map((answer: unknown) => [typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'id') : undefined, answer]),
  );
  return calls.map((call, id) => {
    try {
      return resultOf(byId.get(id), call.method, endpoint);
    } catch (error) {
      if (error instanceof RpcError) return error;
      throw error;
    }
  });
}
