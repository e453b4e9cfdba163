import type { CompiledMonitor, CompiledStep, CostBound, Scope } from '../../core/monitor/compiled-monitor.js';
import type { Monitor, MonitorStep } from '../../core/monitor/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import type { Bindings } from './bindings.js';
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
    const there = typeOf(languageOf(other, language.detectors), step.by);
    if (there === expression.type)
      steps.push({
        monitorId: step.monitorId,
        seconds: step.seconds,
        mark: step.by,
        entityOf: (scope) => textFrom(expression.evaluate(scope)),
      });
    else {
      const elsewhere = there === null ? `nothing in ${other.id}` : `${article(there)} in ${other.id}`;
      const message = `${step.by} is ${article(expression.type)} here, and ${elsewhere}`;
      problems.push(problemOf(`${path}/by`, message, 'name an entity that both have, for example tx.from'));
    }
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
export function marksFor(language: MonitorLanguage, others: readonly Monitor[]): CompiledMonitor['marks'] {
  const { id } = language.monitor;
  const wanted = new Set(others.flatMap(({ sequence }) => sequence.filter(({ monitorId }) => monitorId === id).map(({ by }) => by)));
  return [...wanted].flatMap((by) => {
    if (typeOf(language, by) === null) return [];
    const evaluate = language.environment.parse(by);
    return [{ mark: by, entityOf: (scope: Scope) => textFrom(evaluate(scope)) }];
  });
}
