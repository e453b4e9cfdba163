import type { BlockRisk } from '../../contracts/chain.js';

/** A stretch of blocks that the ledger calls missing. */
export interface MissingRange {
  readonly from: number;
  readonly to: number;
  readonly reasons: readonly string[];
}

/** One place on the chart: a block, or part of a gap. */
export type RiskPoint = { readonly kind: 'block'; readonly block: BlockRisk } | { readonly kind: 'gap'; readonly range: MissingRange };

/** A long gap must not push the blocks off the chart: its width says that something is missing, its text how much. */
const GAP_WIDTH_MAX = 8;

/** Blocks as fetched and as they came live: one a number, in order, the newest `max`. */
export function mergeBlocks(fetched: readonly BlockRisk[], live: readonly BlockRisk[], max: number): readonly BlockRisk[] {
  const byNumber = new Map(fetched.map((block) => [block.number, block]));
  for (const block of live) byNumber.set(block.number, block);
  return [...byNumber.values()].sort((a, b) => a.number - b.number).slice(-max);
}

/** Places in order. Numbers that nobody was asked to read, as between recorded blocks, take no place; missing ones do. */
export function riskPoints(blocks: readonly BlockRisk[], missing: readonly MissingRange[]): readonly RiskPoint[] {
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const gaps = missing.filter(({ to, from }) => to >= first.number && from <= last.number);
  const points: { readonly at: number; readonly point: RiskPoint }[] = blocks
    .filter(({ state }) => state !== 'missing')
    .map((block) => ({ at: block.number, point: { kind: 'block', block } }));
  for (const range of gaps) {
    const width = Math.min(GAP_WIDTH_MAX, range.to - range.from + 1);
    for (let slot = 0; slot < width; slot += 1) points.push({ at: range.from, point: { kind: 'gap', range } });
  }
  return points.sort((a, b) => a.at - b.at).map(({ point }) => point);
}

/** Of blocks that were not scored, the one that stands at this share of all sets the scale: a single huge one must not flatten the others. */
const FULL_AT = 0.95;
const FULL_HEIGHT = 80;

/** Heights of the bars, 0–100: the highest risk of a block. Where nothing was scored, how full a block is: life goes on, and is seen. */
export function barHeights(points: readonly RiskPoint[]): readonly (number | null)[] {
  const blocks = points.map((point) => (point.kind === 'block' ? point.block : null));
  if (blocks.some((block) => block !== null && block.maxRisk !== null)) return blocks.map((block) => block?.maxRisk ?? null);
  const counts = blocks.flatMap((block) => (block === null ? [] : [block.transactions])).sort((a, b) => a - b);
  const full = Math.max(1, counts[Math.floor((counts.length - 1) * FULL_AT)] ?? 1);
  return blocks.map((block) => (block === null ? null : Math.min(100, (block.transactions / full) * FULL_HEIGHT)));
}

/** Neighbouring places of one gap, as [first, last] positions: what is hatched. */
export function gapSpans(points: readonly RiskPoint[]): readonly (readonly [first: number, last: number])[] {
  const spans: [number, number][] = [];
  points.forEach((point, at) => {
    if (point.kind !== 'gap') return;
    const open = spans.at(-1);
    if (open !== undefined && open[1] === at - 1) open[1] = at;
    else spans.push([at, at]);
  });
  return spans;
}
