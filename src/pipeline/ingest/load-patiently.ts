import { isRetryable, type RetryableError } from '../../core/errors.js';
import type { Clock } from '../../ports/clock.js';
import { type LoadBlockDeps, type LoadedBlock, loadBlock } from './load-block.js';

const REFUSALS = 8;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;
/** The node answers, and does not have it all. */
const REFUSAL_CODES: ReadonlySet<string> = new Set(['rpc-no-receipts', 'rpc-null-receipt', 'rpc-error']);

/**
 * A block that every source answers for and none gives whole is asked for again for a while, and is bad then: one block must not hold up the chain. Sources that
 * do not answer at all are another matter, and throw.
 */
export async function loadPatiently(deps: LoadBlockDeps, clock: Clock, signal: AbortSignal, number: number): Promise<LoadedBlock> {
  for (let refusals = 1; ; refusals += 1) {
    try {
      return await loadBlock(deps, number);
    } catch (error) {
      if (!isRetryable(error) || !isRefusal(error) || signal.aborted) throw error;
      if (refusals >= REFUSALS) return { kind: 'bad', reason: error.code, detail: refusalText(error), raw: null };
      await clock.sleep(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (refusals - 1)), signal);
    }
  }
}

/** A node that asks for patience has not refused the block. */
function isRefusal({ code, fields }: RetryableError): boolean {
  if (!REFUSAL_CODES.has(code)) return false;
  return fields['rpcCode'] !== -32005 && !/rate|limit|too many|capacity|busy|timeout/i.test(String(fields['rpcMessage'] ?? ''));
}

function refusalText(error: RetryableError): string {
  const { rpcMessage } = error.fields;
  return rpcMessage === undefined ? error.message : `${error.message} It says: ${rpcMessage}`;
}
