import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import type { RuleProblem, Rules, RuleVerdict } from '../../ports/rules.js';
import { bindingsWhere, ROOT_BINDINGS } from './bindings.js';
import { checkArguments } from './check-arguments.js';
import { checkExpression } from './check-expression.js';
import { compileSequence, marksFor } from './compile-sequence.js';
import { compileWindow } from './compile-window.js';
import { costBoundOf, sumOfBounds } from './cost.js';
import { explainer } from './explain.js';
import { freeNames } from './expression.js';
import { filterOf } from './filter.js';
import { createItemDecoder } from './item-decoder.js';
import { languageOf, type MonitorLanguage } from './monitor-language.js';
import { problemOf } from './problem.js';
import { sightOf } from './sight.js';

export interface RulesOptions {
  /** Ids that findings can carry. */
  readonly detectors: ReadonlySet<string>;
}

/** CEL by `@marcbachmann/cel-js`, with the types of a chain. */
export function createRules({ detectors }: RulesOptions): Rules {
  return { compile: (monitor, others = []) => compileMonitor(languageOf(monitor, detectors), others) };
}

/** Everything that is wrong is said, not the first thing alone. */
function compileMonitor(language: MonitorLanguage, others: readonly Monitor[]): RuleVerdict {
  const { monitor, abi, environment, reads } = language;
  const when = checkExpression(language, '/when', monitor.when, ['bool']);
  const holding = when.expression === null ? ROOT_BINDINGS : bindingsWhere(when.expression.ast);
  const { window, costs: windowCosts, problems: ofWindow } = compileWindow(language, holding);
  const { steps, costs: stepCosts, problems: ofSequence } = compileSequence(language, others, holding);
  const problems = [...language.problems, ...when.problems, ...ofWindow, ...ofSequence, ...routeProblems(monitor, others)];
  const { context } = language;
  if (when.expression === null) return { compiled: null, problems, cost: null, context };
  const { ast, evaluate } = when.expression;
  const cost = sumOfBounds([costBoundOf(ast), ...windowCosts, ...stepCosts]);
  if (problems.some(({ severity }) => severity === 'error')) return { compiled: null, problems, cost, context };
  const { needsKnown } = checkArguments(ast, '/when', abi);
  const filter = filterOf(ast, monitor, abi, environment, needsKnown);
  const marks = marksFor(language, others);
  const compiled: CompiledMonitor = {
    monitor,
    decoder: createItemDecoder(abi),
    cost,
    watched: monitor.addresses.length === 0 ? null : new Set(monitor.addresses),
    filter,
    items: itemsOf(language, filter),
    sight: sightOf(ast, monitor, environment),
    uses: new Set([...freeNames(ast), ...namesBeside(language, marks)]),
    reads,
    window,
    steps,
    marks,
    matches: (scope) => evaluate(scope) === true,
    explain: explainer(ast, environment),
  };
  return { compiled, problems, cost, context };
}

function routeProblems({ channels, muted, id }: Monitor, others: readonly Monitor[]): readonly RuleProblem[] {
  const isStep = others.some(({ sequence }) => sequence.some(({ monitorId }) => monitorId === id));
  if (channels.length > 0 || muted || isStep) return [];
  return [
    problemOf(
      '/channels',
      'it would match, and nobody would hear of it',
      'name a channel; or say muted: true where matches shall only be on record, or are a step of a sequence',
    ),
  ];
}

/** What a contract must have in its code for this to happen: what the expression names, else all of the user's ABI. */
function itemsOf({ monitor, abi }: MonitorLanguage, { topics }: CompiledMonitor['filter']): CompiledMonitor['items'] {
  if (monitor.on !== 'event' && monitor.on !== 'call') return [];
  const items = monitor.on === 'event' ? abi.events : abi.functions;
  if (topics !== null && (monitor.abi !== null || topics.size < items.length)) return items.filter(({ key }) => topics.has(key));
  return monitor.abi === null ? [] : items;
}

/** Variables that the expressions beside the condition use. */
function namesBeside({ monitor: { window, sequence }, environment }: MonitorLanguage, marks: CompiledMonitor['marks']): readonly string[] {
  const texts = [window?.groupBy, window?.sum, ...sequence.map(({ by }) => by), ...marks.map(({ mark }) => mark)];
  return texts.flatMap((text) => (text == null ? [] : [...freeNames(environment.parse(text).ast)]));
}
