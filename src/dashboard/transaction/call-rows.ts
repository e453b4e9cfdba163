import type { FrameView } from '../../contracts/transaction.js';

/** A frame as a row of the tree. */
export interface CallRow {
  readonly frame: FrameView;
  readonly hasChildren: boolean;
  readonly isOpen: boolean;
  /** How many frames are under it, shown where it is closed. */
  readonly under: number;
}

/** Frames come in the order of execution, each after its parent. */
export function callRows(frames: readonly FrameView[], closed: ReadonlySet<number>): readonly CallRow[] {
  const under = countUnder(frames);
  const hidden = new Set<number>();
  const rows: CallRow[] = [];
  for (const frame of frames) {
    if (hidden.has(frame.parent) || (frame.parent >= 0 && closed.has(frame.parent))) {
      hidden.add(frame.index);
      continue;
    }
    const below = under.get(frame.index) ?? 0;
    rows.push({ frame, hasChildren: below > 0, isOpen: !closed.has(frame.index), under: below });
  }
  return rows;
}

function countUnder(frames: readonly FrameView[]): ReadonlyMap<number, number> {
  const under = new Map<number, number>();
  for (const frame of [...frames].reverse())
    if (frame.parent >= 0) under.set(frame.parent, (under.get(frame.parent) ?? 0) + 1 + (under.get(frame.index) ?? 0));
  return under;
}

/** Every frame that has others under it: what "collapse all" closes, but for the first. */
export function closable(frames: readonly FrameView[]): ReadonlySet<number> {
  return new Set(frames.map(({ parent }) => parent).filter((parent) => parent > 0));
}
