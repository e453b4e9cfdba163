import type { ASTNode } from '@marcbachmann/cel-js';
import type { CostBound } from '../../core/monitor/compiled-monitor.js';
import { bindOf, macroOf, partsOf, pathOf } from './expression.js';

/** A polynomial in n, the longest list that is walked: its coefficients from n⁰ on. */
type Polynomial = readonly number[];

const ZERO: Polynomial = [];
const ONE: Polynomial = [1];
const N: Polynomial = [0, 1];

function plus(a: Polynomial, b: Polynomial): Polynomial {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));
}

function times(a: Polynomial, b: Polynomial): Polynomial {
  const product = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => 0);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) product[i + j] = (product[i + j] ?? 0) + x * y;
  return product;
}

const sumOf = (all: readonly Polynomial[]) => all.reduce(plus, ZERO);

interface Cost {
  /** Parts that are evaluated at most. */
  readonly steps: Polynomial;
  /** Elements of the value, where it is a list. */
  readonly length: Polynomial;
  readonly nodes: number;
}

type Lengths = ReadonlyMap<string, Polynomial>;

/** Every part once, and the body of a macro once an element; lists that are put together or compared count by their elements. */
function costOf(node: ASTNode, lengths: Lengths): Cost {
  const macro = macroOf(node);
  if (macro !== null) {
    const range = costOf(macro.range, lengths);
    const element = isOfTransaction(macro.range) ? ONE : N;
    const bodies = macro.bodies.map((body) => costOf(body, new Map(lengths).set(macro.variable, element)));
    const once = plus([2], sumOf(bodies.map(({ steps }) => steps)));
    return {
      steps: plus(plus([2], range.steps), times(range.length, once)),
      length: macro.name === 'filter' || macro.name === 'map' ? range.length : ONE,
      nodes: 2 + range.nodes + bodies.reduce((total, { nodes }) => total + nodes, 0),
    };
  }
  const bound = bindOf(node);
  if (bound !== null) {
    const value = costOf(bound.value, lengths);
    const body = costOf(bound.body, new Map(lengths).set(bound.variable, value.length));
    return { steps: plus(plus(ONE, value.steps), body.steps), length: body.length, nodes: 1 + value.nodes + body.nodes };
  }
  if (node.op === 'id') return { steps: ONE, length: lengths.get(node.args) ?? (node.args === 'findings' ? N : ONE), nodes: 1 };
  if (node.op === 'value') return { steps: ONE, length: ONE, nodes: 1 };
  const parts = partsOf(node).map((part) => costOf(part, lengths));
  const steps = plus(ONE, sumOf(parts.map((part) => part.steps)));
  const nodes = 1 + parts.reduce((total, part) => total + part.nodes, 0);
  const together = sumOf(parts.map(({ length }) => length));
  if (node.op === 'list' || node.op === 'map') return { steps, length: [parts.length], nodes };
  if (node.op === '.' || node.op === '.?') return { steps, length: LISTS.has(node.args[1]) || isArgument(node) ? N : ONE, nodes };
  if (node.op === '&&' || node.op === '||' || node.op === '!_' || node.op === '-_') return { steps, length: ONE, nodes };
  if (isLabels(node)) return { steps: plus(steps, LABELS), length: LABELS, nodes };
  if (node.op === '?:' || node.op === '+') return { steps: plus(steps, together), length: together, nodes };
  const isElement = node.op === '[]' || node.op === '[?]' || node.op === 'rcall' || node.op === 'call';
  return { steps: plus(steps, together), length: isElement ? plus(ONE, together) : ONE, nodes };
}

const LISTS = new Set(['events', 'calls', 'transfers', 'approvals', 'topics', 'parties', 'features']);
/** As many as an address has, with room. */
const LABELS: Polynomial = [64];

function isArgument(node: ASTNode): boolean {
  const path = pathOf(node);
  return path === null || path.includes('args') || path[0] === 'state';
}

function isLabels(node: ASTNode): boolean {
  return node.op === 'rcall' && node.args[0] === 'of' && pathOf(node.args[1])?.[0] === 'labels';
}

export function costBoundOf(node: ASTNode): CostBound {
  const { steps, nodes } = costOf(node, new Map());
  return { nodes, coefficients: steps, walksOther: walksOther(node) };
}

const OF_TRANSACTION = new Set(['tx.events', 'tx.calls', 'tx.transfers', 'tx.approvals', 'findings']);

/** Whether a list is walked whose length the transaction does not tell: an argument, features, parties. */
function walksOther(node: ASTNode): boolean {
  const range = macroOf(node)?.range;
  return (range !== undefined && !isOfTransaction(range)) || partsOf(node).some(walksOther);
}

function isOfTransaction(range: ASTNode): boolean {
  const macro = macroOf(range);
  if (macro !== null) return isOfTransaction(macro.range);
  return range.op === 'list' || isLabels(range) || OF_TRANSACTION.has(pathOf(range)?.join('.') ?? '');
}

/** How many lists are walked within each other. */
export function degreeOf({ coefficients }: CostBound): number {
  return Math.max(
    0,
    coefficients.findLastIndex((coefficient) => coefficient > 0),
  );
}
