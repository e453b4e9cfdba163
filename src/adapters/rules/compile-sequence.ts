import type { CompiledMark, CompiledStep, CostBound, Scope } from '../../core/monitor/compiled-monitor.js';
import type { Monitor, MonitorStep } from '../../core/monitor/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import { type Bindings, bindingsWhere, ROOT_BINDINGS } from './bindings.js';
import { checkArguments } from './check-arguments.js';
import { article, checkExpression } from './check-expression.js';
import { textFrom } from './compile-window.js';
import { costBoundOf } from './cost.js';
import { languageOf, type MonitorLanguage, typeOf } from './monitor-language.js';
import { problemOf } from './problem.js';

const ENTITIES = ['Address', 'string', 'Amount', 'int'];

export interface SequenceVerdict {
  readonly steps: readonly CompiledStep[];
  /** What their expressions take at each match. */
  readonly costs: readonly CostBound[];
  readonly problems: readonly RuleProblem[];
}

/** What a monitor waits for among the others of its organisation. */
export function compileSequence(language: MonitorLanguage, others: readonly Monitor[], holding: Bindings): SequenceVerdict {
  const steps: CompiledStep[] = [];
  const costs: CostBound[] = [];
  const problems: RuleProblem[] = [];
  for (const [i, step] of language.monitor.sequence.entries()) {
    const path = `/sequence/${i}`;
    const other = others.find(({ id }) => id === step.monitorId);
    const flaw = waitFlaw(language.monitor, step, other, others, path);
    if (flaw !== null) problems.push(flaw);
    if (other === undefined || flaw !== null) continue;
    const { expression, problems: flaws } = checkExpression(language, `${path}/by`, step.by, ENTITIES, holding);
    problems.push(...flaws);
    if (expression === null) continue;
    costs.push(costBoundOf(expression.ast));
    const elsewhere = elsewhereFlaws(step, expression.type, languageOf(other, language.detectors), `${path}/by`);
    problems.push(...elsewhere);
    if (elsewhere.length > 0) continue;
    const { monitorId, seconds, by } = step;
    steps.push({ monitorId, seconds, mark: by, entityOf: (scope) => textFrom(expression.evaluate(scope)) });
  }
  return { steps, costs, problems };
}

function waitFlaw(
  monitor: Monitor,
  { monitorId }: MonitorStep,
  other: Monitor | undefined,
  others: readonly Monitor[],
  path: string,
): RuleProblem | null {
  const at = `${path}/monitor`;
  if (monitorId === monitor.id || (other !== undefined && leadsTo(monitor.id, other, others)))
    return problemOf(at, `${monitorId} waits for ${monitor.id} itself: neither would ever come first`, 'break the circle');
  if (other === undefined)
    return problemOf(
      at,
      `there is no monitor ${monitorId} in this organisation`,
      'save that one first (muted, if it shall only be a step), or correct the id',
    );
  if (other.chains.some((chain) => monitor.chains.includes(chain))) return null;
  return problemOf(at, `${monitorId} watches none of these chains, so it never comes before`, 'watch a chain that both share');
}

function leadsTo(id: string, from: Monitor, others: readonly Monitor[], seen: ReadonlySet<string> = new Set()): boolean {
  return from.sequence.some(({ monitorId }) => {
    if (monitorId === id) return true;
    const next = others.find((other) => other.id === monitorId);
    return next !== undefined && !seen.has(monitorId) && leadsTo(id, next, others, new Set([...seen, monitorId]));
  });
}

/** Entities that sequences of others ask of this one. */
export function marksFor(language: MonitorLanguage, others: readonly Monitor[]): readonly CompiledMark[] {
  const { id } = language.monitor;
  const waiting = new Map<string, string[]>();
  for (const other of others)
    for (const { monitorId, by } of other.sequence) if (monitorId === id) waiting.set(by, [...(waiting.get(by) ?? []), other.id]);
  return [...waiting].flatMap(([by, ids]) => {
    if (typeOf(language, by) === null) return [];
    const evaluate = language.environment.parse(by);
    evaluate.check();
    return [{ mark: by, waiting: ids, cost: costBoundOf(evaluate.ast), entityOf: (scope: Scope) => textFrom(evaluate(scope)) }];
  });
}

/** What is wrong with a step's entity where the other monitor is asked for it: it would be an error at some of its matches. */
function elsewhereFlaws({ by }: MonitorStep, type: string, other: MonitorLanguage, path: string): readonly RuleProblem[] {
  const { monitor, environment, abi } = other;
  const there = typeOf(other, by);
  if (there !== type) {
    const elsewhere = there === null ? `nothing in ${monitor.id}` : `${article(there)} in ${monitor.id}`;
    const message = `${by} is ${article(type)} here, and ${elsewhere}`;
    return [problemOf(path, message, 'name an entity that both have, for example tx.from')];
  }
  const holding = typeOf(other, monitor.when) === null ? ROOT_BINDINGS : bindingsWhere(environment.parse(monitor.when).ast);
  return checkArguments(environment.parse(by).ast, path, abi, holding).problems.map((problem) => ({
    ...problem,
    message: `in ${monitor.id}, ${problem.message}`,
    remedy: `name an entity that each match of ${monitor.id} has, for example tx.from, or let ${monitor.id} ask for one event alone`,
  }));
}
