import type { ASTNode, Environment, ParseResult } from '@marcbachmann/cel-js';
import type { CompiledRead } from '../../core/monitor/compiled-monitor.js';
import type { Monitor } from '../../core/monitor/monitor.js';
import type { RuleProblem } from '../../ports/rules.js';
import { argumentFields } from './argument-types.js';
import { celEnvironment, type Fields, fieldsOf } from './cel-environment.js';
import { compileReads } from './compile-reads.js';
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
  /** Variables and fields with their types. */
  readonly fields: Fields;
  /** Ids that findings can carry. */
  readonly detectors: ReadonlySet<string>;
  /** What is wrong with the ABI and the view calls. */
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
  return {
    monitor,
    environment: celEnvironment(shape),
    abi,
    reads: reads.reads,
    fields: fieldsOf(shape),
    detectors,
    problems: [...problems, ...reads.problems],
  };
}

/** Null where the expression says nothing here. */
export function typeOf({ environment }: MonitorLanguage, text: string): string | null {
  const { valid, type } = environment.check(text);
  return valid ? (type ?? null) : null;
}
