import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import type { CompiledRead } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import type { RuleContext, RuleProblem } from '../../ports/rules.js';
import { argumentFields } from './argument-types.js';
import { celEnvironment } from './cel-environment.js';
import { compileReads } from './compile-reads.js';
import { functionsOf, namesOf } from './context.js';
import { type MonitorAbi, readMonitorAbi } from './monitor-abi.js';

/** An expression that was checked. */
export interface Expression {
  readonly ast: ASTNode;
  readonly type: string;
  readonly evaluate: ParseResult;
}

/** What one monitor's expressions may say. */
export interface MonitorLanguage {
  readonly monitor: Monitor;
  readonly environment: Environment;
  readonly abi: MonitorAbi;
  readonly reads: readonly CompiledRead[];
  /** What may be said here, worked out when somebody asks. */
  readonly context: () => RuleContext;
  /** Ids that findings can carry. */
  readonly detectors: ReadonlySet<string>;
  /** What is wrong with the ABI and the reads. */
  readonly problems: readonly RuleProblem[];
}

export function languageOf(monitor: Monitor, detectors: ReadonlySet<string>): MonitorLanguage {
  const { abi, problems } = readMonitorAbi(monitor.abi);
  const reads = compileReads(monitor.reads);
  const shape = {
    subject: monitor.on,
    eventArguments: argumentFields(abi.events),
    callArguments: argumentFields(abi.functions),
    reads: reads.fields,
  };
  const environment = celEnvironment(shape);
  return {
    monitor,
    environment,
    abi,
    reads: reads.reads,
    context: () => ({ names: namesOf(shape, { abi, detectors }), functions: functionsOf(environment) }),
    detectors,
    problems: [...problems, ...reads.problems],
  };
}

/** Null where the expression says nothing here. */
export function typeOf({ environment }: MonitorLanguage, text: string): string | null {
  const { valid, type } = environment.check(text);
  return valid ? (type ?? null) : null;
}
