import { CandidateIndex } from './candidate-index.js';
import type { CompiledMonitor } from './compiled-monitor.js';
import { MONITOR_SUBJECTS, type MonitorSubject, monitorKey, type StateQuestion, stateQuestionKey } from './monitor.js';

/** The monitors of one chain, ready to be asked. */
export interface MonitorSet {
  readonly size: number;
  readonly all: readonly CompiledMonitor[];
  readonly byKey: ReadonlyMap<string, CompiledMonitor>;
  readonly on: Readonly<Record<MonitorSubject, CandidateIndex>>;
  /** What is asked of the chain at each block, each once; organisations take turns, so that none crowds the others out. */
  readonly questions: readonly StateQuestion[];
}

export function monitorSet(monitors: readonly CompiledMonitor[], chainId: number): MonitorSet {
  const all = inSequence(monitors.filter(({ monitor }) => monitor.chains.includes(chainId)));
  const indexOf = (subject: MonitorSubject) => new CandidateIndex(all.filter(({ monitor }) => monitor.on === subject));
  const byKey = new Map(all.map((compiled) => [monitorKey(compiled.monitor), compiled]));
  return { size: all.length, all, byKey, on: fromSubjects(indexOf), questions: questionsOf(all) };
}

function questionsOf(monitors: readonly CompiledMonitor[]): readonly StateQuestion[] {
  const queues = new Map<string, StateQuestion[]>();
  for (const { monitor, reads } of monitors)
    queues.set(monitor.organisationId, [...(queues.get(monitor.organisationId) ?? []), ...reads.map(({ question }) => question)]);
  const longest = Math.max(0, ...[...queues.values()].map(({ length }) => length));
  const questions = new Map<string, StateQuestion>();
  for (let turn = 0; turn < longest; turn++)
    for (const { [turn]: question } of queues.values()) if (question !== undefined) questions.set(stateQuestionKey(question), question);
  return [...questions.values()];
}

function fromSubjects<T>(of: (subject: MonitorSubject) => T): Readonly<Record<MonitorSubject, T>> {
  return Object.fromEntries(MONITOR_SUBJECTS.map((subject) => [subject, of(subject)])) as Record<MonitorSubject, T>;
}

/** What a sequence waits for is asked before it; else by name, so that every replay asks in the same order. */
function inSequence(monitors: readonly CompiledMonitor[]): readonly CompiledMonitor[] {
  const byKey = new Map([...monitors].sort(byName).map((compiled) => [monitorKey(compiled.monitor), compiled]));
  const placed = new Set<CompiledMonitor>();
  const place = (compiled: CompiledMonitor, above: ReadonlySet<CompiledMonitor>): void => {
    if (placed.has(compiled) || above.has(compiled)) return;
    for (const { monitorId } of compiled.steps) {
      const before = byKey.get(monitorKey({ organisationId: compiled.monitor.organisationId, id: monitorId }));
      if (before !== undefined) place(before, new Set([...above, compiled]));
    }
    placed.add(compiled);
  };
  for (const compiled of byKey.values()) place(compiled, new Set());
  return [...placed];
}

function byName(a: CompiledMonitor, b: CompiledMonitor): number {
  return monitorKey(a.monitor) < monitorKey(b.monitor) ? -1 : 1;
}

export const NO_MONITORS: MonitorSet = monitorSet([], 0);
