import type { FeatureContext } from './context.js';

export const GROUPS = ['A', 'B', 'C', 'D', 'E'] as const;
export type Group = (typeof GROUPS)[number];

/** `up`: unusual when high, `down`: when low, `both`: either, `flag`: 0 or 1. */
export type Direction = 'up' | 'down' | 'both' | 'flag';

export interface Feature {
  readonly id: string;
  readonly group: Group;
  readonly direction: Direction;
  /** What it says, for a person. */
  readonly sentence: string;
  /** Whether the anomaly model sees it; the others go to rules and are shown. */
  readonly isInput: boolean;
  /** Null where the input is missing. */
  read(context: FeatureContext): number | null;
}

export function feature(
  id: string,
  direction: Direction,
  sentence: string,
  read: Feature['read'],
  isInput = direction !== 'flag',
): Feature {
  const group = GROUPS.find((known) => id.startsWith(known));
  if (group === undefined) throw new Error(`feature ${id} has no group`);
  return { id, group, direction, sentence, isInput, read };
}

/** log(1 + x) for counts and amounts: what matters is the order of magnitude. */
export function magnitude(value: number): number {
  return Math.log1p(Math.max(0, value));
}

/** How many standard deviations from a running mean; null below `min` observations. Clipped: a variance near zero would say anything. */
export function zScore(value: number, mean: number, m2: number, count: number, min = 5): number | null {
  if (count < min) return null;
  const deviation = Math.sqrt(m2 / (count - 1)) + 0.05;
  return Math.max(-20, Math.min(20, (value - mean) / deviation));
}
