import type { Address, Frame, Hex } from '../chain/block.js';
import { NOBODY } from '../chain/nobody.js';

/** A frame as the study of traces reads it: by what all kinds of tracers agree on. */
export interface Call extends Frame {
  readonly selector: Hex;
  /** Whose code's storage it works on: the caller's in a delegate call. */
  readonly context: Address;
}

/** Frames without self-destructs, which one kind of tracer leaves out, numbered anew. */
export function callsOf(frames: readonly Frame[]): readonly Call[] {
  const place = new Int32Array(frames.length + 1);
  let kept = 0;
  for (const [i, frame] of frames.entries()) {
    place[i] = kept;
    if (frame.kind !== 'SELFDESTRUCT') kept += 1;
  }
  place[frames.length] = kept;
  const calls: Call[] = [];
  for (const [i, frame] of frames.entries()) {
    if (frame.kind === 'SELFDESTRUCT') continue;
    const parent = frame.parent < 0 ? -1 : (place[frame.parent] ?? -1);
    const isBorrowed = frame.kind === 'DELEGATECALL' || frame.kind === 'CALLCODE';
    const context = (isBorrowed ? calls[parent]?.context : undefined) ?? frame.to ?? NOBODY;
    const { depth, kind, from, to, valueWei, input, output, failed, gasUsed } = frame;
    calls.push({
      index: place[i] ?? 0,
      parent,
      end: place[frame.end] ?? kept,
      depth,
      kind,
      from,
      to,
      valueWei,
      input,
      output,
      failed,
      gasUsed,
      selector: input.slice(0, 10) as Hex,
      context,
    });
  }
  return calls;
}

export function isCreate({ kind }: Frame): boolean {
  return kind === 'CREATE' || kind === 'CREATE2';
}

/** The callers of a call, nearest first. */
export function callersOf(calls: readonly Call[], { parent }: Call): readonly Call[] {
  const path: Call[] = [];
  for (let at = calls[parent]; at !== undefined; at = calls[at.parent]) path.push(at);
  return path;
}
