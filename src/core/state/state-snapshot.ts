import type { BlockRef } from '../chain/chain-event.js';
import { FatalError } from '../errors.js';
import { loadedUndo, type SavedWatchUndo, savedUndo, type WatchSnapshot, type WatchUndo } from '../monitor/watch-memory.js';
import type { MapUndo } from './journaled-map.js';

export const STATE_VERSION = 3;

/** What a block changed: enough to put the state back. */
export interface BlockUndo {
  readonly ref: BlockRef;
  readonly undos: ReadonlyMap<string, MapUndo<unknown>>;
  /** Null: of before there were monitors. */
  readonly watch: WatchUndo | null;
  readonly transactions: number;
}

type Entry = readonly [key: string, value: unknown];

interface SavedBlockUndo {
  readonly watch?: SavedWatchUndo | null;
  readonly ref: BlockRef;
  readonly transactions: number;
  readonly undos: readonly { readonly map: string; readonly before: readonly Entry[]; readonly evicted: readonly Entry[] }[];
}

/** The state as plain values, for a codec. */
export interface StateSnapshot {
  readonly version: number;
  readonly transactions: number;
  readonly maps: readonly (readonly [name: string, entries: readonly Entry[]])[];
  /** Absent in states of before there were monitors. */
  readonly watch?: WatchSnapshot;
  readonly undo: readonly SavedBlockUndo[];
}

export function refuseOtherVersion({ version }: StateSnapshot): void {
  if (version === STATE_VERSION) return;
  throw new FatalError(
    'state-version',
    `The saved state of the chain has version ${String(version)}, this program reads ${STATE_VERSION}. Start with a new data folder, or with the program that wrote it.`,
  );
}

export function savedBlockUndo({ ref, undos, watch, transactions }: BlockUndo): SavedBlockUndo {
  return {
    ref,
    transactions,
    watch: watch === null ? null : savedUndo(watch),
    undos: [...undos].map(([map, { before, evicted }]) => ({
      map,
      before: [...before].map(([key, value]) => [key, value ?? null]),
      evicted,
    })),
  };
}

export function loadedBlockUndo({ ref, undos, watch, transactions }: SavedBlockUndo): BlockUndo {
  return {
    ref,
    transactions,
    watch: watch == null ? null : loadedUndo(watch),
    undos: new Map(
      undos.map(({ map, before, evicted }) => [
        map,
        { before: new Map(before.map(([key, value]) => [key, value ?? undefined])), evicted: [...evicted] },
      ]),
    ),
  };
}
