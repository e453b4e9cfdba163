import { FatalError } from '../../core/errors.js';
import type { ChainSource, Head } from '../../ports/chain-source.js';
import type { Clock } from '../../ports/clock.js';
import { MAX_REORG_DEPTH } from './follow-chain.js';

const LOOKS = 30;
const BETWEEN_LOOKS_MS = 2_000;

/**
 * Waits for a minute until the chain ends near what was read. A node that catches up after its start, and one that replaces many blocks, show a low head for a
 * moment. Throws where it stays: another chain, or a node that lost its data.
 */
export async function waitOutLowHead(
  { source, clock }: { readonly source: ChainSource; readonly clock: Clock },
  { head, tip, signal, say }: { readonly head: Head; readonly tip: number; readonly signal: AbortSignal; say(detail: string | null): void },
): Promise<Head> {
  let last = head;
  const isLow = () => last.number < tip - MAX_REORG_DEPTH;
  if (isLow()) say(`the chain ends at block ${head.number}, and ${tip} was already read: waits for it to come back`);
  for (let look = 0; isLow() && !signal.aborted; look += 1) {
    if (look === LOOKS) throw headBelowCursor(source.chainId, last.number, tip);
    await clock.sleep(BETWEEN_LOOKS_MS, signal);
    last = await source.head();
  }
  if (last !== head) say(null);
  return last;
}

function headBelowCursor(chainId: number, head: number, tip: number): FatalError {
  return new FatalError(
    'head-below-cursor',
    `Chain ${chainId} ends at block ${head}, and ${tip} was already read. This is another chain or a node that lost its data: point Tocsin at a synced node, or start a new data folder.`,
  );
}
