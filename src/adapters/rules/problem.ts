import type { ASTNode } from '@marcbachmann/cel-js';
import type { RuleProblem } from '../../ports/rules.js';
import { positionIn } from './expression.js';

/** A flaw of a part of an expression, at its line and column. */
export function problemAt(path: string, node: Pick<ASTNode, 'input' | 'range'>, message: string, remedy: string | null): RuleProblem {
  return { path, message, ...positionIn(node.input, node.range.start), remedy, severity: 'error' };
}

export function problemOf(path: string, message: string, remedy: string | null): RuleProblem {
  return { path, message, line: null, column: null, remedy, severity: 'error' };
}

/** The nearest of some known words, for who mistyped one. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next.push(Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? limit;
}
