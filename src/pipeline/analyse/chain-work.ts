import type { FindingsEvent } from '../../core/alert/findings-event.js';
import type { BlockRef } from '../../core/chain/chain-event.js';
import { ChainState } from '../../core/state/chain-state.js';
import type { StateSnapshot } from '../../core/state/state-snapshot.js';
import type { AnalyseDeps } from './analyse-stage.js';
import { DriftWatch } from './drift-watch.js';
import { LateBlocks } from './late-blocks.js';
import type { Gap } from './operate-findings.js';

const SNAPSHOT_EVERY_BLOCKS = 64;
const SNAPSHOT_EVERY_MS = 30_000;

interface SavedChain {
  readonly version: 1;
  readonly generation: number;
  readonly state: StateSnapshot;
  readonly late?: readonly BlockRef[];
  readonly gaps?: readonly Gap[];
}

/** What is held of one chain between blocks. */
export interface ChainWork {
  state: ChainState;
  readonly late: LateBlocks;
  generation: number;
  sinceSaved: number;
  savedAtMs: number;
  /** Blocks that nobody could give, until the next one that came speaks of them. */
  gaps: readonly Gap[];
  /** What is part of the state and not in the log yet: a block that comes again is dropped, and these must not be. */
  unpublished: FindingsEvent[];
  readonly drift: DriftWatch;
}

type OpenDeps = Pick<AnalyseDeps, 'snapshots' | 'analytics' | 'decode' | 'nowMs' | 'metrics'>;

/** The saved state of a chain, and the analytics as they were then: what came after is analysed again. */
export async function openChain(chainId: number, deps: OpenDeps): Promise<ChainWork> {
  const saved = await deps.snapshots.load(chainId);
  const { state, generation, late, gaps } = saved === null ? NOTHING_SAVED : (deps.decode(saved.bytes) as SavedChain);
  await deps.analytics.rewind(chainId, saved === null ? 0 : saved.ref.number + 1);
  return {
    state: state === null ? new ChainState() : ChainState.fromSnapshot(state),
    generation,
    late: new LateBlocks(late ?? []),
    sinceSaved: 0,
    savedAtMs: deps.nowMs(),
    gaps: gaps ?? [],
    unpublished: [],
    drift: new DriftWatch(deps.metrics),
  };
}

const NOTHING_SAVED = { state: null, generation: 0, late: [], gaps: [] } as const;

export function isSaveDue(work: ChainWork, { nowMs }: Pick<AnalyseDeps, 'nowMs'>): boolean {
  return work.sinceSaved >= SNAPSHOT_EVERY_BLOCKS && nowMs() - work.savedAtMs >= SNAPSHOT_EVERY_MS;
}

type SaveDeps = Pick<AnalyseDeps, 'snapshots' | 'analytics' | 'cursors' | 'encode' | 'nowMs'>;

/** False where there is nothing to save yet. */
export async function saveChain(work: ChainWork, deps: SaveDeps): Promise<boolean> {
  const { tip } = work.state;
  if (tip === null) return false;
  await deps.analytics.flush();
  const saved: SavedChain = {
    version: 1,
    generation: work.generation,
    state: work.state.toSnapshot(),
    late: work.late.all,
    gaps: work.gaps,
  };
  await deps.snapshots.save(tip.chainId, tip, deps.encode(saved));
  await deps.cursors.setCheckpoint('analyse', tip, tip.chainId);
  work.sinceSaved = 0;
  work.savedAtMs = deps.nowMs();
  return true;
}
