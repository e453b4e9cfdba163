import { RetryableError } from '../../core/errors.js';

/** What a node said no to: an error object inside an answer, whatever the HTTP status. */
export interface RpcFailure {
  readonly code: number;
  readonly message: string;
}

/** The node does not have the method: asking again changes nothing. Codes vary by client, so the words count too. */
export function isUnsupported(failure: RpcFailure): boolean {
  return (
    failure.code === -32601 ||
    /method .*(not found|not supported|unsupported|does not exist|not available|not allowed|not whitelisted)|unknown method|is not available/i.test(
      failure.message,
    )
  );
}

export class RpcError extends RetryableError {
  constructor(
    readonly failure: RpcFailure,
    method: string,
    endpoint: string,
  ) {
    super('rpc-error', `The node refused ${method}.`, {
      method,
      endpoint,
      rpcCode: failure.code,
      rpcMessage: failure.message.slice(0, 300),
    });
  }
}

export function isRpcError(error: unknown): error is RpcError {
  return error instanceof Error && 'failure' in error && Reflect.get(error, 'code') === 'rpc-error';
}
