import type { ASTNode } from '@marcbachmann/cel-js';

/** Reading the syntax tree of an expression. */

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** `list.exists(x, …)`: walks a list with a variable. */
export interface Macro {
  readonly name: string;
  readonly range: ASTNode;
  readonly variable: string;
  readonly bodies: readonly ASTNode[];
}

export function macroOf(node: ASTNode): Macro | null {
  if (node.op !== 'rcall') return null;
  const [name, range, [first, ...bodies]] = node.args;
  if (!MACROS.has(name) || first?.op !== 'id' || bodies.length === 0) return null;
  return { name, range, variable: first.args, bodies };
}

/** `cel.bind(x, value, body)`. */
export function bindOf(node: ASTNode): { readonly variable: string; readonly value: ASTNode; readonly body: ASTNode } | null {
  if (node.op !== 'rcall') return null;
  const [name, receiver, [first, value, body]] = node.args;
  if (name !== 'bind' || receiver.op !== 'id' || receiver.args !== 'cel') return null;
  return first?.op === 'id' && value !== undefined && body !== undefined ? { variable: first.args, value, body } : null;
}

/** Direct parts, in order. A macro's variable is no part. */
export function partsOf(node: ASTNode): readonly ASTNode[] {
  const macro = macroOf(node);
  if (macro !== null) return [macro.range, ...macro.bodies];
  const bound = bindOf(node);
  if (bound !== null) return [bound.value, bound.body];
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'list':
      return node.args;
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** The first part that holds, inner ones before outer ones. */
export function find(node: ASTNode, holds: (node: ASTNode) => boolean): ASTNode | null {
  for (const part of partsOf(node)) {
    const found = find(part, holds);
    if (found !== null) return found;
  }
  return holds(node) ? node : null;
}

/** `event.args.value` as its names; null where it is anything else than names joined by points. */
export function pathOf(node: ASTNode): readonly string[] | null {
  if (node.op === 'id') return [node.args];
  if (node.op !== '.') return null;
  const before = pathOf(node.args[0]);
  return before === null ? null : [...before, node.args[1]];
}

/** As it was written. */
export function textOf(node: ASTNode): string {
  return node.input.slice(node.range.start, node.range.end);
}

/** Parts of a conjunction; an expression that is none is its only part. */
export function conjuncts(node: ASTNode): readonly ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjuncts) : [node];
}

/** Names that are not bound within. */
export function freeNames(node: ASTNode, bound: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  if (node.op === 'id') return bound.has(node.args) ? new Set() : new Set([node.args]);
  const macro = macroOf(node);
  if (macro !== null) {
    const inner = new Set([...bound, macro.variable]);
    return new Set([...freeNames(macro.range, bound), ...macro.bodies.flatMap((body) => [...freeNames(body, inner)])]);
  }
  const local = bindOf(node);
  if (local !== null) return new Set([...freeNames(local.value, bound), ...freeNames(local.body, new Set([...bound, local.variable]))]);
  return new Set(partsOf(node).flatMap((part) => [...freeNames(part, bound)]));
}

/** Line and column from 1. */
export function positionIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
