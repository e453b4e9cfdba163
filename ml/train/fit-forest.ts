import { seededRandom } from '../../src/adapters/model-runtime/dense-network.js';
import { FEATURES } from '../../src/core/features/schema.js';
import { FOREST_COLUMNS, type Forest, forestRow } from '../../src/core/score/isolation-forest.js';
import type { RowTable } from '../datasets/recorded-rows.js';

const TREES = 100;
const SAMPLE = 256;
const EULER = 0.5772156649;

/** Mean path length of an unsuccessful search among n values: what a leaf with n rows stands for. */
function meanPath(n: number): number {
  if (n <= 1) return 0;
  return n === 2 ? 1 : 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Grows trees on random samples; the same seed and rows give the same trees. */
export function fitForest(table: Pick<RowTable, 'rows' | 'values' | 'known'>, medians: Float32Array, seed: number): Forest {
  const random = seededRandom(seed);
  const nodes = { splits: [] as number[], thresholds: [] as number[], children: [] as number[] };
  const roots: number[] = [];
  const size = Math.min(SAMPLE, table.rows);
  const most = Math.ceil(Math.log2(Math.max(2, size)));
  for (let tree = 0; tree < TREES; tree += 1) {
    const sample = sampleOf(table.rows, size, random).map((row) => {
      const values = new Float32Array(FOREST_COLUMNS.length);
      forestRow(medians, table.values, table.known, row * FEATURES.length, values);
      return values;
    });
    roots.push(nodes.splits.length);
    addNode(nodes);
    grow(nodes, nodes.splits.length - 1, sample, 0, most, random);
  }
  return {
    roots: Float32Array.from(roots),
    splits: Float32Array.from(nodes.splits),
    thresholds: Float32Array.from(nodes.thresholds),
    children: Float32Array.from(nodes.children),
    usualPath: meanPath(size),
  };
}

interface Nodes {
  readonly splits: number[];
  readonly thresholds: number[];
  readonly children: number[];
}

function addNode({ splits, thresholds, children }: Nodes): void {
  splits.push(-1);
  thresholds.push(0);
  children.push(0);
}

function grow(nodes: Nodes, node: number, rows: readonly Float32Array[], depth: number, most: number, random: () => number): void {
  const varying = depth >= most || rows.length <= 1 ? [] : columnsThatVary(rows);
  const picked = varying[Math.floor(random() * varying.length)];
  if (picked === undefined) {
    nodes.thresholds[node] = depth + meanPath(rows.length);
    return;
  }
  const { column, low, high } = picked;
  // Rounded as the values are, so that training and scoring send a row the same way.
  const threshold = Math.fround(low + random() * (high - low)) || high;
  const cut = threshold > low ? threshold : high;
  nodes.splits[node] = column;
  nodes.thresholds[node] = cut;
  const left = nodes.splits.length;
  nodes.children[node] = left;
  addNode(nodes);
  addNode(nodes);
  grow(
    nodes,
    left,
    rows.filter((row) => (row[column] ?? 0) < cut),
    depth + 1,
    most,
    random,
  );
  grow(
    nodes,
    left + 1,
    rows.filter((row) => (row[column] ?? 0) >= cut),
    depth + 1,
    most,
    random,
  );
}

function columnsThatVary(
  rows: readonly Float32Array[],
): readonly { readonly column: number; readonly low: number; readonly high: number }[] {
  const found: { column: number; low: number; high: number }[] = [];
  for (let column = 0; column < FOREST_COLUMNS.length; column += 1) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      const value = row[column] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (high > low) found.push({ column, low, high });
  }
  return found;
}

/** Different positions, in the order of chance. */
function sampleOf(rows: number, size: number, random: () => number): readonly number[] {
  const picked = new Set<number>();
  while (picked.size < size) picked.add(Math.floor(random() * rows));
  return [...picked];
}
