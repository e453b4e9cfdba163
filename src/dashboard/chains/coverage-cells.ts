import type { TocsinClient } from '../../sdk/client.js';

export type CoverageRange = Awaited<ReturnType<TocsinClient['coverage']>>['ranges'][number];
export type CoverageState = CoverageRange['state'];

export const COVERAGE_WORD: Readonly<Record<CoverageState, string>> = {
  complete: 'fully analysed',
  partial: 'analysed in part',
  missing: 'not seen',
  retracted: 'replaced by the chain',
};

/** A stretch of blocks in the strip; `share` of its width. */
export interface CoverageCell {
  readonly range: CoverageRange;
  readonly share: number;
}

/** No stretch is too small to be seen: one missing block among ten thousand is what one looks for. */
const SHARE_MIN = 0.006;

/** The strip, oldest on the left. Widths go by blocks, with a floor, and add up to one. */
export function coverageCells(ranges: readonly CoverageRange[]): readonly CoverageCell[] {
  const sorted = [...ranges].sort((a, b) => a.from - b.from);
  const blocks = sorted.reduce((sum, range) => sum + range.blocks, 0);
  if (blocks === 0) return [];
  const floors = sorted.map((range) => Math.max(SHARE_MIN, range.blocks / blocks));
  const total = floors.reduce((sum, share) => sum + share, 0);
  return sorted.map((range, at) => ({ range, share: (floors[at] ?? 0) / total }));
}
