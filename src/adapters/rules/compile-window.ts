import { Account } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import type { CompiledMonitor, CostBound } from '../../core/monitor/compiled-monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import type { Bindings } from './bindings.js';
import { checkExpression } from './check-expression.js';
import { constantOf, numberOf } from './constant.js';
import { costBoundOf } from './cost.js';
import { freeNames } from './expression.js';
import type { MonitorLanguage } from './monitor-language.js';
import { problemOf } from './problem.js';

const GROUPS = ['Address', 'string', 'Amount', 'int', 'bool'];
const NUMBERS = ['Amount', 'int'];

export interface WindowVerdict {
  readonly window: CompiledMonitor['window'];
  /** What its expressions take at each match. */
  readonly costs: readonly CostBound[];
  readonly problems: readonly RuleProblem[];
}

/** `holding`: what names stand for where the monitor's condition holds. */
export function compileWindow(language: MonitorLanguage, holding: Bindings): WindowVerdict {
  const { window } = language.monitor;
  if (window === null) return { window: null, costs: [], problems: [] };
  const group = window.groupBy === null ? null : checkExpression(language, '/window/groupBy', window.groupBy, GROUPS, holding);
  const sum = window.sum === null ? null : checkExpression(language, '/window/sum', window.sum, NUMBERS, holding);
  const over = lineOf(language, window.over);
  const problems = [...(group?.problems ?? []), ...(sum?.problems ?? []), ...over.problems];
  if (problems.length > 0 || over.line === null) return { window: null, costs: [], problems };
  const { seconds } = window;
  const [groupBy, summed] = [group?.expression ?? null, sum?.expression ?? null];
  return {
    problems,
    costs: [groupBy, summed].flatMap((expression) => (expression === null ? [] : [costBoundOf(expression.ast)])),
    window: {
      seconds,
      over: over.line,
      groupOf: (scope) => (groupBy === null ? '' : textFrom(groupBy.evaluate(scope))),
      amountOf: (scope) => (summed === null ? 1n : amountFrom(summed.evaluate(scope))),
    },
  };
}

function lineOf(language: MonitorLanguage, text: string): { readonly line: bigint | null; readonly problems: readonly RuleProblem[] } {
  const { expression, problems } = checkExpression(language, '/window/over', text, NUMBERS);
  if (expression === null) return { line: null, problems };
  const constant = freeNames(expression.ast).size > 0 ? null : constantOf(expression.ast, language.environment);
  const value = constant?.kind === 'value' ? numberOf(constant.value) : null;
  if (typeof value === 'bigint') return { line: value, problems };
  const message = 'the line of a window is one number, and this depends on what is looked at';
  return { line: null, problems: [problemOf('/window/over', message, 'write a number or amount("…", decimals)')] };
}

/** The value that tells groups and entities apart. */
export function textFrom(value: unknown): string {
  if (value instanceof Account) return value.address;
  if (value instanceof Amount || typeof value === 'bigint' || typeof value === 'boolean' || typeof value === 'string') return String(value);
  throw new TypeError('what it is grouped by has no one value');
}

function amountFrom(value: unknown): bigint {
  const number = numberOf(value);
  if (typeof number !== 'bigint') throw new TypeError('what is summed is no whole number');
  return number;
}
