import { readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import type { Hex } from '../../src/core/chain/block.js';
import type { Detector } from '../../src/core/detect/detector.js';
import { FEATURES } from '../../src/core/features/schema.js';
import type { AnalyticsReader } from '../../src/ports/analytics-store.js';
import type { ChainSource } from '../../src/ports/chain-source.js';
import { type RowTable, readBlockRows, readRecordedRows } from './recorded-rows.js';

/** Part of a chain's time, in seconds since the epoch. */
export interface Window {
  readonly from?: number;
  readonly before?: number;
}

/** Where rows of one chain come from. */
export interface TrainingSource {
  readonly chainId: number;
  /** What the model's card calls it. */
  readonly name: string;
  read(window: Window, onBlock: (done: number, all: number) => void): Promise<RowTable>;
}

export interface ReadAs {
  readonly detectors: readonly Detector[];
  readonly leaveOut: ReadonlySet<Hex>;
}

const MAINNET = 1;

/** Folders of recorded blocks, those of one chain as one source. */
export function recordedSources(folders: readonly string[], as: ReadAs): readonly TrainingSource[] {
  const chains = new Map<number, string[]>();
  for (const folder of folders) {
    const chainId = readReplayManifest(folder).chainId ?? MAINNET;
    chains.set(chainId, [...(chains.get(chainId) ?? []), folder]);
  }
  return [...chains].map(([chainId, own]) => ({
    chainId,
    name: own.map((folder) => folder.replace(/\/+$/, '').split('/').at(-1)).join(', '),
    read: (window, onBlock) => readRecordedRows({ folders: own, ...as, ...window, onBlock }),
  }));
}

/** A range of blocks that a node is asked for. */
export function rangeSource(source: ChainSource, from: number, to: number, as: ReadAs): TrainingSource {
  const byNumber = new Map(Array.from({ length: to - from + 1 }, (_, i) => [from + i, source] as const));
  return {
    chainId: source.chainId,
    name: `blocks ${from} to ${to} of a node`,
    read: (window, onBlock) => readBlockRows(byNumber, { ...as, ...window, onBlock }),
  };
}

/** More rows than this add little and no longer fit into minutes. */
const MOST_STORED = 300_000;

/** What was analysed before: the vectors as they were scored. */
export function storedSource(
  analytics: Pick<AnalyticsReader, 'trainingRows'>,
  chainId: number,
  leaveOut: ReadonlySet<Hex>,
): TrainingSource {
  return {
    chainId,
    name: `the newest transactions in ClickHouse, at most ${MOST_STORED}`,
    async read({ from = 0, before = Number.MAX_SAFE_INTEGER }, onBlock) {
      const stored = (await analytics.trainingRows(chainId, MOST_STORED)).filter(
        ({ hash, timestamp }) => timestamp >= from && timestamp < before && !leaveOut.has(hash),
      );
      onBlock(1, 1);
      const values = new Float32Array(stored.length * FEATURES.length);
      const known = new Uint8Array(values.length);
      for (const [row, { features }] of stored.entries())
        for (let column = 0; column < FEATURES.length; column += 1) {
          const value = features[column] ?? Number.NaN;
          if (Number.isNaN(value)) continue;
          values[row * FEATURES.length + column] = value;
          known[row * FEATURES.length + column] = 1;
        }
      return {
        rows: stored.length,
        values,
        known,
        segments: Uint8Array.from(stored, ({ segment }) => segment),
        timestamps: Float64Array.from(stored, ({ timestamp }) => timestamp),
        senders: stored.map((row) => row.from),
        // Kept of the few that the second stage was asked of: they are not the usual ones.
        sequenceOf: () => null,
        functions: stored.map(({ to, selector }) => `${to ?? 'create'}${selector ?? ''}`),
        firstBlock: stored[0]?.blockNumber ?? 0,
        lastBlock: stored.at(-1)?.blockNumber ?? 0,
      };
    },
  };
}
