import type { CompiledMonitor, CostBound } from '../core/monitor/compiled-monitor.js';
import type { Monitor } from '../core/monitor/monitor.js';

/** What is wrong with a monitor, where, and what to do. */
export interface RuleProblem {
  /** JSON Pointer into the monitor. */
  readonly path: string;
  readonly message: string;
  /** Within an expression, from 1. */
  readonly line: number | null;
  readonly column: number | null;
  readonly remedy: string | null;
  readonly severity: 'error' | 'warning';
}

/** What an expression may say in its place, for who writes one. */
export interface RuleContext {
  /** `tx.value: Amount`, also of what is in a list: `tx.events[].name: string`. `words`: what it may be equal to, where that is known. */
  readonly names: readonly { readonly name: string; readonly type: string; readonly words: readonly string[] }[];
  /** `receiver`: the type that it is asked of; null: of none. */
  readonly functions: readonly { readonly name: string; readonly receiver: string | null; readonly signature: string }[];
}

export interface RuleVerdict {
  /** Null where something stands in the way. */
  readonly compiled: CompiledMonitor | null;
  readonly problems: readonly RuleProblem[];
  readonly cost: CostBound | null;
  readonly context: () => RuleContext;
}

/** Checks and compiles the expressions of monitors. Never throws for what a user wrote. */
export interface Rules {
  /** `others`: monitors of the same organisation, which sequences name. */
  compile(monitor: Monitor, others?: readonly Monitor[]): RuleVerdict;
}
