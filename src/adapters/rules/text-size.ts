import type { ASTNode } from '@marcbachmann/cel-js';
import { CHARACTERS_A_STEP } from '../../core/monitor/compiled-monitor.js';
import { pathOf } from './expression.js';

/** How long a text can be, or one of a list. */
export interface TextSize {
  /** Of what is written out, in steps. */
  readonly short: number;
  /** How often the longest text of what is looked at is in it. */
  readonly long: number;
}

/** So short that reading it is no more than a step. */
export const SHORT: TextSize = { short: 0, long: 0 };
const LONG: TextSize = { short: 0, long: 1 };

const LONG_FIELDS = new Set(['input', 'data']);

export function together(sizes: readonly TextSize[]): TextSize {
  return sizes.reduce((total, { short, long }) => ({ short: total.short + short, long: total.long + long }), SHORT);
}

export function textOfValue(value: unknown): TextSize {
  return typeof value === 'string' ? { short: Math.floor(value.length / CHARACTERS_A_STEP), long: 0 } : SHORT;
}

/** Of a field: what transactions carry and contracts answer may be as long as they like. */
export function textOfField(field: string, isFree: boolean): TextSize {
  return LONG_FIELDS.has(field) || isFree ? LONG : SHORT;
}

/** `text.substring(2, 66)` is short whatever the text. */
export function textOfPart(text: TextSize, bounds: readonly ASTNode[]): TextSize {
  const [from, to] = bounds.map((bound) => (bound.op === 'value' ? Number(bound.args) : Number.NaN));
  const short = Math.ceil(((to ?? Number.NaN) - (from ?? Number.NaN)) / CHARACTERS_A_STEP);
  return short >= 0 && short <= 8 ? { short, long: 0 } : text;
}

/** Memory is compared so many times faster than a text is searched. */
const COMPARED_FASTER = 32;

/** What comparing two texts reads: the shorter one at most. */
export function compared(a: TextSize, b: TextSize): TextSize {
  const isFirst = a.long === b.long ? a.short < b.short : a.long < b.long;
  const { short, long } = isFirst ? a : b;
  return { short: short / COMPARED_FASTER, long: long / COMPARED_FASTER };
}

/** Arguments, what was read of contracts, and what no names lead to. */
export function isFreeValue(node: ASTNode): boolean {
  const path = pathOf(node);
  return path === null || path.includes('args') || path[0] === 'state';
}
