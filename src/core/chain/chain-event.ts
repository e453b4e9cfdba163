import type { Block, Hex } from './block.js';

/** The names of a block, enough to undo or to mark it. */
export interface BlockRef {
  readonly chainId: number;
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** What ingest says about a chain, in chain order: the value of a `blocks.v1` record. */
export type ChainEvent =
  | { readonly kind: 'block'; readonly block: Block }
  /** A block of the canonical chain that was told of as a gap before, and could be had after all. Newer blocks have passed it. */
  | { readonly kind: 'late'; readonly block: Block }
  /** The block left the canonical chain; newest first, before the blocks that replace it. */
  | { readonly kind: 'retracted'; readonly ref: BlockRef }
  | ChainMarker
  /** Tells nothing: it is there to come out at the other end. */
  | { readonly kind: 'canary'; readonly chainId: number; readonly sentAtMs: number };

/** What goes through analysis as it is. */
export type ChainMarker =
  | { readonly kind: 'finality'; readonly chainId: number; readonly safe: number | null; readonly finalized: number | null }
  /** Blocks that could not be had or read from any source; `dead` names the dead letter. */
  | { readonly kind: 'gap'; readonly chainId: number; readonly from: number; readonly to: number; readonly reason: string };

/** The block that a marker is about; 0: of none. */
export function blockOfMarker(marker: ChainMarker | { readonly kind: 'canary' }): number {
  if (marker.kind === 'gap') return marker.from;
  return marker.kind === 'finality' ? (marker.finalized ?? 0) : 0;
}

/** The block that an event is about; 0: of none. */
export function blockNumberOf(event: ChainEvent): number {
  if (event.kind === 'block' || event.kind === 'late') return event.block.number;
  return event.kind === 'retracted' ? event.ref.number : blockOfMarker(event);
}

export function chainIdOf(event: ChainEvent): number {
  if (event.kind === 'block' || event.kind === 'late') return event.block.chainId;
  return event.kind === 'retracted' ? event.ref.chainId : event.chainId;
}

export function refOf(block: Block): BlockRef {
  return {
    chainId: block.chainId,
    number: block.number,
    hash: block.hash,
    parentHash: block.header.parentHash,
    timestamp: block.header.timestamp,
  };
}
