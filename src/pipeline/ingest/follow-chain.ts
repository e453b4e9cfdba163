import type { Block, Hex } from '../../core/chain/block.js';
import { type BlockRef, type ChainEvent, refOf } from '../../core/chain/chain-event.js';
import { FatalError } from '../../core/errors.js';
import type { Head } from '../../ports/chain-source.js';
import type { LoadedBlock } from './load-block.js';

/** Anchored deeper than this, a chain is another chain: the operator decides. */
export const MAX_REORG_DEPTH = 64;

/** How a bad block is put on record before the chain goes on without it. */
export type OnBadBlock = (number: number, bad: Extract<LoadedBlock, { kind: 'bad' }>) => Promise<void>;

export interface FollowOptions {
  readonly chainId: number;
  /** Blocks published before, newest first: the fork point is sought among them. */
  readonly known: readonly BlockRef[];
  readonly next: number;
  /** Last block to publish; null follows for ever. */
  readonly to: number | null;
  /** Recorded folders: the numbers that exist. Null: every one does. */
  readonly numbers: readonly number[] | null;
  /** How many blocks are fetched ahead. */
  readonly window: number;
  load(number: number): Promise<LoadedBlock>;
  heads(): AsyncIterable<Head>;
  onBad: OnBadBlock;
  /** Waits for a head that is near what was read; throws where none comes. */
  waitOutLowHead(head: Head, tip: number): Promise<Head>;
  /** Waits before a block that should be there is asked for again. */
  retryPause(number: number): Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * A chain as events in order: each block once, a fork as retractions newest first and then the blocks that replace it. Numbers without a gap; what cannot be
 * had from any source is a `gap` event, never silence. A fork is data here, not an exception.
 */
export class ChainFollower {
  private readonly recent: BlockRef[];
  private next: number;
  private readonly ahead = new Map<number, Promise<LoadedBlock>>();

  constructor(private readonly options: FollowOptions) {
    this.recent = [...options.known];
    this.next = options.next;
  }

  async *events(): AsyncGenerator<ChainEvent> {
    for await (const head of this.options.heads()) {
      yield* this.reachHead(head);
      if (this.options.signal.aborted || this.isDone()) return;
    }
  }

  private isDone(): boolean {
    const { to, numbers } = this.options;
    const last = numbers?.at(-1);
    return (to !== null && this.next > to) || (last !== undefined && this.next > last);
  }

  private async *reachHead(announced: Head): AsyncGenerator<ChainEvent> {
    let head = announced;
    const tip = this.recent[0];
    if (tip !== undefined && this.options.numbers === null) {
      if (head.number < tip.number - MAX_REORG_DEPTH) {
        head = await this.options.waitOutLowHead(head, tip.number);
        if (this.options.signal.aborted) return;
      }
      if (head.number <= tip.number) yield* this.recheckTip(head);
    }
    const target = this.options.to === null ? head.number : Math.min(head.number, this.options.to);
    while (this.next <= target && !this.options.signal.aborted) yield* this.step(target);
  }

  /** The announced head is not above ours: either an endpoint is behind, or the chain was replaced at our height. */
  private async *recheckTip(head: Head): AsyncGenerator<ChainEvent> {
    const ours = this.recent.find((ref) => ref.number === head.number);
    if (ours === undefined || ours.hash === head.hash) return;
    const canonical = await this.options.load(head.number);
    if (canonical.kind !== 'block' || canonical.block.hash === ours.hash) return;
    while ((this.recent[0]?.number ?? -1) >= head.number) yield this.retractTip();
  }

  private async *step(target: number): AsyncGenerator<ChainEvent> {
    const number = this.numberAtOrAfter(this.next);
    if (number === null || number > target) {
      this.next = target + 1;
      return;
    }
    this.fetchAhead(number, target);
    const loaded = await this.take(number);
    if (loaded.kind === 'unknown') {
      await this.options.retryPause(number);
    } else if (loaded.kind === 'bad') {
      await this.options.onBad(number, loaded);
      this.next = number + 1;
      yield { kind: 'gap', chainId: this.options.chainId, from: number, to: number, reason: loaded.reason };
    } else {
      yield* this.accept(loaded.block);
    }
  }

  private *accept(block: Block): Generator<ChainEvent> {
    const tip = this.recent[0];
    const follows = tip === undefined || tip.number !== block.number - 1 || tip.hash === block.header.parentHash;
    if (!follows) {
      this.ahead.clear(); // Fetched on the old branch.
      yield this.retractTip();
      return;
    }
    this.recent.unshift(refOf(block));
    if (this.recent.length > 256) this.recent.pop();
    this.next = block.number + 1;
    this.forks = 0;
    yield { kind: 'block', block };
  }

  private forks = 0;

  private retractTip(): ChainEvent {
    const ref = this.recent.shift();
    this.forks += 1;
    if (ref === undefined || this.forks > MAX_REORG_DEPTH) {
      throw reorgTooDeep(this.options.chainId);
    }
    this.next = ref.number;
    this.ahead.clear();
    return { kind: 'retracted', ref };
  }

  private numberAtOrAfter(number: number): number | null {
    const { numbers } = this.options;
    if (numbers === null) return number;
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return numbers[low] ?? null;
  }

  private fetchAhead(from: number, target: number): void {
    let number: number | null = from;
    while (number !== null && number <= target && this.ahead.size < this.options.window) {
      if (!this.ahead.has(number)) {
        const loading = this.options.load(number);
        loading.catch(() => undefined); // Awaited in order below; until then a failure is not unhandled.
        this.ahead.set(number, loading);
      }
      number = this.numberAtOrAfter(number + 1);
    }
  }

  private async take(number: number): Promise<LoadedBlock> {
    const loading = this.ahead.get(number) ?? this.options.load(number);
    this.ahead.delete(number);
    return loading;
  }
}

export function reorgTooDeep(chainId: number): FatalError {
  return new FatalError(
    'reorg-too-deep',
    `Chain ${chainId} was reorganised deeper than ${MAX_REORG_DEPTH} blocks. State cannot be undone that far: check the node, then start a new data folder or restore one.`,
  );
}

/**
 * Those of the stored blocks, newest first, that left the chain; null where that is more than `limit`. Blocks above the head are judged by those below it:
 * a node that is only behind has not replaced them.
 */
export async function forkedBlocks(
  known: readonly BlockRef[],
  head: number,
  limit: number,
  canonicalHash: (number: number) => Promise<Hex | null>,
): Promise<readonly BlockRef[] | null> {
  const reached = known.findIndex((ref) => ref.number <= head);
  if (reached < 0) return []; // Nothing can be compared yet; the next block's parent hash will tell.
  for (let depth = reached; depth < known.length; depth += 1) {
    const ref = known[depth];
    if (ref === undefined) break;
    if ((await canonicalHash(ref.number)) === ref.hash) return depth === reached ? [] : known.slice(0, depth);
    if (depth >= limit) return null;
  }
  return known.length > limit ? null : known;
}
