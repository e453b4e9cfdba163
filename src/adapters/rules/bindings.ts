import type { ASTNode } from '@marcbachmann/cel-js';
import { conjuncts, macroOf, partsOf, pathOf } from './expression.js';

/** What a name stands for, as far as it is one of the things that monitors look at. */
export type Kind =
  | 'event'
  | 'call'
  | 'transfer'
  | 'approval'
  | 'finding'
  | 'transaction'
  | 'block'
  | 'score'
  | 'state'
  | 'labels'
  | 'other';

export interface Binding {
  readonly kind: Kind;
  /** Names (or signatures) of the ABI that it can only have here; null: any. */
  readonly names: ReadonlySet<string> | null;
}

export type Bindings = ReadonlyMap<string, Binding>;

const ROOTS: Readonly<Record<string, Kind>> = {
  event: 'event',
  call: 'call',
  transfer: 'transfer',
  finding: 'finding',
  tx: 'transaction',
  block: 'block',
  score: 'score',
  state: 'state',
  labels: 'labels',
};

export const ROOT_BINDINGS: Bindings = new Map(Object.entries(ROOTS).map(([name, kind]) => [name, { kind, names: null }]));

const LISTS: Readonly<Record<string, Kind>> = { events: 'event', calls: 'call', transfers: 'transfer', approvals: 'approval' };

/** What the elements of a list are. */
export function elementKind(range: ASTNode, bindings: Bindings): Kind {
  const macro = macroOf(range);
  if (macro !== null) return macro.name === 'filter' ? elementKind(macro.range, bindings) : 'other';
  const path = pathOf(range);
  if (path === null) return 'other';
  if (path.length === 1 && path[0] === 'findings') return 'finding';
  const [root = '', field = ''] = path;
  return path.length === 2 && bindings.get(root)?.kind === 'transaction' ? (LISTS[field] ?? 'other') : 'other';
}

type Asserted = ReadonlyMap<string, ReadonlySet<string>>;
const NOTHING: Asserted = new Map();

/** Which names of events and calls hold where an expression is true, or false: `e.name == "Transfer"`. */
export function asserted(node: ASTNode, isTrue: boolean): Asserted {
  if (node.op === '!_') return asserted(node.args, !isTrue);
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args;
    const [a, b] = [asserted(left, isTrue), asserted(right, isTrue)];
    return (node.op === '&&') === isTrue ? both(a, b) : either(a, b);
  }
  if (isTrue && (node.op === '==' || node.op === 'in')) return namesOf(node.args[0], node.args[1]);
  if (!isTrue && node.op === '!=') return namesOf(node.args[0], node.args[1]);
  return NOTHING;
}

function namesOf(left: ASTNode, right: ASTNode): Asserted {
  const path = pathOf(left);
  if (path === null) return left.op === 'value' && right.op !== 'value' ? namesOf(right, left) : NOTHING;
  const [variable = '', field] = path;
  if (path.length !== 2 || (field !== 'name' && field !== 'signature')) return NOTHING;
  const values = right.op === 'list' ? right.args : [right];
  const names = values.flatMap((value) => (value.op === 'value' && typeof value.args === 'string' ? [value.args] : []));
  return names.length === values.length ? new Map([[variable, new Set(names)]]) : NOTHING;
}

function both(a: Asserted, b: Asserted): Asserted {
  const merged = new Map(a);
  for (const [variable, names] of b) {
    const before = merged.get(variable);
    merged.set(variable, before === undefined ? names : new Set([...before].filter((name) => names.has(name))));
  }
  return merged;
}

function either(a: Asserted, b: Asserted): Asserted {
  return new Map(
    [...a].flatMap(([variable, names]) => {
      const others = b.get(variable);
      return others === undefined ? [] : [[variable, new Set([...names, ...others])] as const];
    }),
  );
}

function narrowed(bindings: Bindings, by: Asserted): Bindings {
  const result = new Map(bindings);
  for (const [variable, names] of by) {
    const before = result.get(variable);
    if (before !== undefined)
      result.set(variable, {
        ...before,
        names: before.names === null ? names : new Set([...before.names].filter((name) => names.has(name))),
      });
  }
  return result;
}

/** What names stand for where a condition holds. */
export function bindingsWhere(condition: ASTNode): Bindings {
  return narrowed(ROOT_BINDINGS, asserted(condition, true));
}

/** Visits every part with what its names stand for there. In a conjunction each part counts on the others: an error beside a "false" is a "false". */
export function walk(node: ASTNode, bindings: Bindings, visit: (node: ASTNode, bindings: Bindings) => void): void {
  visit(node, bindings);
  const macro = macroOf(node);
  if (macro !== null) {
    walk(macro.range, bindings, visit);
    const inner = new Map(bindings).set(macro.variable, { kind: elementKind(macro.range, bindings), names: null });
    const [condition, ...rest] = macro.bodies;
    if (condition !== undefined) walk(condition, inner, visit);
    const after = condition === undefined || rest.length === 0 ? inner : narrowed(inner, asserted(condition, true));
    for (const body of rest) walk(body, after, visit);
    return;
  }
  if (node.op === '&&') {
    const parts = conjuncts(node);
    for (const part of parts) {
      const others = parts.filter((other) => other !== part).map((other) => asserted(other, true));
      walk(part, narrowed(bindings, others.reduce(both, NOTHING)), visit);
    }
    return;
  }
  if (node.op === '||') {
    const [left, right] = node.args;
    walk(left, narrowed(bindings, asserted(right, false)), visit);
    walk(right, narrowed(bindings, asserted(left, false)), visit);
    return;
  }
  if (node.op === '?:') {
    const [condition, yes, no] = node.args;
    walk(condition, bindings, visit);
    walk(yes, narrowed(bindings, asserted(condition, true)), visit);
    walk(no, narrowed(bindings, asserted(condition, false)), visit);
    return;
  }
  for (const part of partsOf(node)) walk(part, bindings, visit);
}
