import { isObject } from '../../core/chain/quantity.js';
import { RetryableError } from '../../core/errors.js';

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** An answer of a node; a refusal is a value, since in a batch the others still count. */
export type RpcAnswer = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly message: string };

/** Several calls in one HTTP request, answered in their order. */
export async function rpcBatch(url: string, calls: readonly RpcCall[], timeoutMs = 30_000): Promise<readonly RpcAnswer[]> {
  if (calls.length === 0) return [];
  const body = await post(url, JSON.stringify(calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }))), timeoutMs);
  const byId = new Map<unknown, unknown>(
    (Array.isArray(body) ? body : []).map((answer) => [isObject(answer) ? answer['id'] : null, answer]),
  );
  return calls.map((_, id) => answerFrom(byId.get(id)));
}

async function post(url: string, body: string, timeoutMs: number): Promise<unknown> {
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(timeoutMs) });
    return await response.json();
  } catch (cause) {
    throw new RetryableError('devnet-silent', 'The devnet does not answer.', { url }, { cause });
  }
}

function answerFrom(answer: unknown): RpcAnswer {
  if (!isObject(answer)) return { ok: false, message: 'no answer' };
  const error = answer['error'];
  if (error !== undefined) return { ok: false, message: isObject(error) ? String(error['message']) : String(error) };
  return { ok: true, result: answer['result'] };
}

/** One call whose refusal is an error. */
export async function rpc(url: string, method: string, params: readonly unknown[] = [], timeoutMs?: number): Promise<unknown> {
  const [answer] = await rpcBatch(url, [{ method, params }], timeoutMs);
  if (answer?.ok === true) return answer.result;
  throw new RetryableError('devnet-refused', `The devnet refused ${method}: ${answer?.message ?? 'no answer'}`, { method });
}
