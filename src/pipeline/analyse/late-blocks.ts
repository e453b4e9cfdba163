import type { BlockRef } from '../../core/chain/chain-event.js';
import { UNDO_BLOCKS } from '../../core/state/chain-state.js';

/**
 * Blocks that were analysed after their time, from dead letters that were read again. They are not part of the rolling state, so nothing but this list knows
 * that they leave the chain when the branch around them does.
 */
export class LateBlocks {
  private refs: readonly BlockRef[];

  constructor(refs: readonly BlockRef[] = []) {
    this.refs = refs;
  }

  get all(): readonly BlockRef[] {
    return this.refs;
  }

  add(ref: BlockRef): void {
    this.refs = [...this.refs.filter(({ hash }) => hash !== ref.hash), ref];
  }

  /** Those that cannot be on one chain with a new block; it takes the place of its own late one. What is too old to leave is forgotten. */
  leavingFor(block: BlockRef): readonly BlockRef[] {
    const leaving = this.refs.filter((late) => areOnTwoBranches(late, block));
    this.refs = this.refs.filter((late) => !leaving.includes(late) && late.hash !== block.hash && late.number > block.number - UNDO_BLOCKS);
    return newestFirst(leaving);
  }

  /** Those that stood above a block which left. */
  leavingWith(retracted: BlockRef): readonly BlockRef[] {
    const leaving = this.refs.filter(({ number }) => number > retracted.number);
    this.refs = this.refs.filter((late) => !leaving.includes(late));
    return newestFirst(leaving);
  }
}

/** Whether two blocks next to each other, or of one height, contradict each other. */
export function areOnTwoBranches(a: BlockRef, b: BlockRef): boolean {
  if (a.number === b.number) return a.hash !== b.hash;
  const [lower, upper] = a.number < b.number ? [a, b] : [b, a];
  return upper.number === lower.number + 1 && upper.parentHash !== lower.hash;
}

function newestFirst(refs: readonly BlockRef[]): readonly BlockRef[] {
  return [...refs].sort((a, b) => b.number - a.number);
}
