import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import type { Reason } from '../../core/detect/finding.js';
import { Account } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import type { Scope } from '../../core/monitor/compiled-monitor.js';
import { conjuncts, freeNames, textOf } from './expression.js';

const MOST_REASONS = 8;
const LONGEST = 200;

/** One sentence a comparison that had to hold, with what was there. */
export function explainer(ast: ASTNode, environment: Environment): (scope: Scope) => readonly Reason[] {
  const parts = conjuncts(ast)
    .slice(0, MOST_REASONS)
    .map((part, i) => ({ id: `condition-${i + 1}`, text: oneLine(textOf(part)), read: readerOf(part, environment) }));
  return (scope) =>
    parts.map(({ id, text, read }) => {
      const seen = read === null ? null : shown(read(scope));
      return { id, text: (seen === null ? `${text} holds` : `${text}: ${seen}`).slice(0, LONGEST * 2) };
    });
}

/** The side of a comparison that depends on what is looked at. */
function readerOf(part: ASTNode, environment: Environment): ((scope: Scope) => unknown) | null {
  if (
    part.op !== '==' &&
    part.op !== '!=' &&
    part.op !== '>' &&
    part.op !== '>=' &&
    part.op !== '<' &&
    part.op !== '<=' &&
    part.op !== 'in'
  )
    return null;
  const [left, right] = part.args;
  const side = freeNames(left).size > 0 ? left : right;
  const evaluate = environment.parse(serialize(side));
  return (scope) => {
    try {
      return evaluate(scope);
    } catch {
      return null; // The whole held all the same: this part was not decisive.
    }
  };
}

function shown(value: unknown): string | null {
  if (
    value instanceof Amount ||
    value instanceof Account ||
    typeof value === 'bigint' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  )
    return String(value);
  return typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : null;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, LONGEST);
}
