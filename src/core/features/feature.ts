import type { FeatureContext } from './context.js';

/** A transaction, B logs, C trace, D sender, E contract, F graph and taint, G flows of value, R what detectors found. */
export const GROUPS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'R'] as const;
export type Group = (typeof GROUPS)[number];

/** `up`: unusual when high, `down`: when low, `both`: either, `flag`: 0 or 1. */
export type Direction = 'up' | 'down' | 'both' | 'flag';

export interface Feature {
  readonly id: string;
  readonly group: Group;
  readonly direction: Direction;
  /** What it says, for a person. */
  readonly sentence: string;
  /** Whether the label-free parts of the model see it; the others go to rules and the head, and are shown. */
  readonly isInput: boolean;
  /** Whether the calls alone tell it: what every recording of an attack has. */
  readonly isOfCalls: boolean;
  /** Null where the input is missing. */
  read(context: FeatureContext): number | null;
}

export interface FeatureUse {
  readonly isInput?: boolean;
  readonly isOfCalls?: boolean;
}

export function feature(id: string, direction: Direction, sentence: string, read: Feature['read'], use: FeatureUse = {}): Feature {
  const group = GROUPS.find((known) => id.startsWith(known));
  if (group === undefined) throw new Error(`feature ${id} has no group`);
  const { isInput = direction !== 'flag', isOfCalls = false } = use;
  return { id, group, direction, sentence, isInput, isOfCalls, read };
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
