import type { Address, Frame } from '../chain/block.js';
import type { InspectedTransaction } from '../detect/detector.js';

/** Where something is in a transaction: a call by its frame, an event by its log; null: it is of the transaction, or the block, as a whole. */
export type Place = { readonly frame: number } | { readonly log: number } | null;

/** The order of what is of a transaction as a whole: it begins before all that is in it, and ends after. */
export const WHOLE = -1;

/** Numbers that tell what came first. A call is where it began: frame 3 has the number 3; an event that came after it and before frame 4 lies between. */
export class TransactionOrder {
  private readonly ofLogs: ReadonlyMap<number, number>;

  constructor(tx: InspectedTransaction) {
    const logs = tx.receipt?.logs ?? [];
    const after = framesOfLogs(
      logs.map(({ address }) => address),
      tx.frames ?? [],
    );
    this.ofLogs = new Map(logs.map(({ logIndex }, i) => [logIndex, (after[i] ?? 0) + (i + 1) / (logs.length + 1)]));
  }

  of(place: Place): number {
    if (place === null) return WHOLE;
    return 'frame' in place ? place.frame : (this.ofLogs.get(place.log) ?? 0);
  }
}

/**
 * The last frame that began before each log. Nodes do not say it; a log is written by a call to the contract that it names, and logs are in order. Where a contract was called
 * several times, each call is taken to have written one of them; where it calls others itself, to have written it after them, as most do.
 */
function framesOfLogs(emitters: readonly Address[], frames: readonly Frame[]): readonly number[] {
  const writers = writersOf(frames);
  const after: number[] = [];
  let latest = Math.max(0, frames.length - 1);
  for (const emitter of emitters.toReversed()) {
    const calls = writers.get(emitter) ?? [];
    while (calls.length > 1 && (calls.at(-1)?.index ?? 0) > latest) calls.pop();
    const call = calls.length > 1 ? calls.pop() : calls[0];
    if (call !== undefined && call.index <= latest) latest = Math.min(latest, call.end - 1);
    after.push(latest);
  }
  return after.reverse();
}

/** Calls that can write logs, by contract. A delegated call writes in the name of the one around it; a static one, and what it calls, writes nothing. */
function writersOf(frames: readonly Frame[]): Map<Address, Frame[]> {
  const writers = new Map<Address, Frame[]>();
  let staticUntil = 0;
  for (const frame of frames) {
    if (frame.kind === 'STATICCALL') staticUntil = Math.max(staticUntil, frame.end);
    if (frame.index < staticUntil || frame.failed || frame.to === null) continue;
    if (frame.kind === 'DELEGATECALL' || frame.kind === 'CALLCODE' || frame.kind === 'SELFDESTRUCT') continue;
    const known = writers.get(frame.to);
    if (known === undefined) writers.set(frame.to, [frame]);
    else known.push(frame);
  }
  return writers;
}
