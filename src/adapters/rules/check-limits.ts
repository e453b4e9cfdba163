import type { ASTNode } from '@marcbachmann/cel-js';
import { longestFor, MOST_STEPS, worstCost } from '../../core/monitor/compiled-monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import { boundAndNeedles, degreeOf } from './cost.js';
import { problemAt } from './problem.js';
import { unboundedIn } from './unbounded.js';

const MOST_NESTED = 2;

/** What could take longer than a block, or could never be asked because it would cost too much even where there is little to look at. */
export function checkLimits(path: string, ast: ASTNode): readonly RuleProblem[] {
  const unbounded = unboundedIn(ast);
  if (unbounded !== null) return [problemAt(path, unbounded.node, unbounded.message, unbounded.remedy)];
  const { bound, longNeedle } = boundAndNeedles(ast);
  if (longNeedle !== null) {
    const message = 'what is looked for in a text may be as long as one itself: that could take longer than a block';
    return [problemAt(path, longNeedle, message, 'cut it to what you look for, for example .substring(2, 66)')];
  }
  if (degreeOf(bound) > MOST_NESTED) {
    const message = 'more than two lists are walked within each other: that could take longer than a block';
    return [problemAt(path, ast, message, 'filter first, or split it into a sequence of monitors')];
  }
  const least = worstCost(bound, longestFor(bound, 1), 1);
  if (least <= MOST_STEPS) return [];
  const message = `it could take ${least} steps even where there is little to look at, and ${MOST_STEPS} are allowed`;
  return [problemAt(path, ast, message, 'write shorter lists, or split it into a sequence of monitors')];
}
