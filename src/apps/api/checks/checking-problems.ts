import { RefusedRequest } from '../../checking/check-desk.js';
import type { Checking } from '../../checking/checking.js';
import { UnreadableTransaction } from '../../platform/raw-transaction.js';
import { ProblemError } from '../http/problem.js';

export function checkingOr501(checking: Checking | null): Checking {
  if (checking === null) throw new ProblemError(501, 'This process checks nothing.');
  return checking;
}

/** What is wrong with a request, in the API's words; everything else stays what it is. */
export function problemFrom(error: unknown): ProblemError {
  if (error instanceof UnreadableTransaction)
    return new ProblemError(400, error.message, [{ path: '/subject/transaction', message: error.message }]);
  if (error instanceof RefusedRequest) return new ProblemError(error.status, error.message, [...error.problems]);
  throw error;
}
