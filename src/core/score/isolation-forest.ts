import { CALL_COLUMNS, FEATURES, INPUT_COLUMNS } from '../features/schema.js';
import { hasTrace } from './input-kind.js';

/** Isolation forest (Liu, Ting and Zhou 2008) over what the calls tell: who is cut off from the others after few random cuts is strange. */
export interface Forest {
  /** First node of each tree. */
  readonly roots: Float32Array;
  /** Position in FOREST_COLUMNS; −1: a leaf. */
  readonly splits: Float32Array;
  /** Values below go left. In a leaf: the path's length, with what its rows would have needed further. */
  readonly thresholds: Float32Array;
  /** The left child of each node; the right one follows it. */
  readonly children: Float32Array;
  /** Mean path length in training samples of this size, which scores are relative to. */
  readonly usualPath: number;
}

/** Columns of FEATURES that trees cut by, and the model input of each. */
export const FOREST_COLUMNS: readonly number[] = CALL_COLUMNS.filter((column) => FEATURES[column]?.isInput === true);
const INPUT_OF = FOREST_COLUMNS.map((column) => INPUT_COLUMNS.indexOf(column));

/** Rows of FOREST_COLUMNS; what is unknown takes the input's median. */
export function forestRow(medians: Float32Array, values: Float32Array, known: Uint8Array, offset: number, out: Float32Array): void {
  for (let i = 0; i < FOREST_COLUMNS.length; i += 1) {
    const at = offset + (FOREST_COLUMNS[i] ?? 0);
    out[i] = known[at] === 1 ? (values[at] ?? 0) : (medians[INPUT_OF[i] ?? 0] ?? 0);
  }
}

const PACKED = new WeakMap<Forest, Float32Array>();

/** Split, threshold and the left child's place of each node side by side, four numbers a node: a walk touches one line of the cache a step. */
function packed(forest: Forest): Float32Array {
  const known = PACKED.get(forest);
  if (known !== undefined) return known;
  const nodes = new Float32Array(forest.splits.length * 4);
  for (let node = 0; node < forest.splits.length; node += 1)
    nodes.set([forest.splits[node] ?? -1, forest.thresholds[node] ?? 0, (forest.children[node] ?? 0) * 4], node * 4);
  PACKED.set(forest, nodes);
  return nodes;
}

/** 0–1: 0.5 is ordinary, towards 1 is strange; NaN without a trace. */
export function forestScores(
  { medians, forest }: { readonly medians: Float32Array; readonly forest: Forest },
  values: Float32Array,
  known: Uint8Array,
  rows: number,
): Float32Array {
  const scores = new Float32Array(rows);
  const row = new Float32Array(FOREST_COLUMNS.length);
  const { roots, usualPath } = forest;
  const nodes = packed(forest);
  for (let i = 0; i < rows; i += 1) {
    if (!hasTrace(known, i * FEATURES.length)) {
      scores[i] = Number.NaN;
      continue;
    }
    forestRow(medians, values, known, i * FEATURES.length, row);
    let path = 0;
    for (let tree = 0; tree < roots.length; tree += 1) {
      let at = (roots[tree] ?? 0) * 4;
      for (let split = nodes[at] ?? -1; split >= 0; split = nodes[at] ?? -1)
        at = (nodes[at + 2] ?? 0) + ((row[split] ?? 0) < (nodes[at + 1] ?? 0) ? 0 : 4);
      path += nodes[at + 1] ?? 0;
    }
    scores[i] = 2 ** (-path / roots.length / usualPath);
  }
  return scores;
}
