import type { ASTNode } from '@marcbachmann/cel-js';
import type { CostBound } from '../../core/monitor/compiled-monitor.js';
import { mayBeList, mayBeText } from './checked-type.js';
import { bindOf, type Macro, macroOf, partsOf, pathOf } from './expression.js';
import { N, ONE, type Polynomial, plus, times, ZERO } from './polynomial.js';
import {
  compared,
  isFreeValue,
  SHORT,
  type TextSize,
  textOfField,
  textOfPart,
  textOfValue,
  together as textTogether,
} from './text-size.js';

/** How large a value can be. */
interface Size {
  /** Elements, where it is a list. */
  readonly length: Polynomial;
  /** Of lists and maps that are in it, however deep: elements of all of them. */
  readonly inner: Polynomial;
  readonly text: TextSize;
}

interface Cost extends Size {
  /** Parts that are evaluated at most. */
  readonly steps: Polynomial;
  /** How often as much as the longest text is read. */
  readonly texts: Polynomial;
  readonly nodes: number;
}

interface Around {
  readonly bound: ReadonlyMap<string, Size>;
  /** What is looked for within a text, and may be as long as one. */
  readonly longNeedles: ASTNode[];
}

const SINGLE: Size = { length: ONE, inner: ZERO, text: SHORT };
const LISTS = new Set(['events', 'calls', 'transfers', 'approvals', 'topics', 'parties', 'features']);
/** As many as an address has, with room. */
const LABELS: Polynomial = [64];
/** They add up all transfers of a transaction. */
const SUMS = new Set(['delta', 'inflow', 'outflow']);
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
const SEARCHES = new Set(['contains', 'indexOf', 'lastIndexOf']);
const ENDS = new Set(['startsWith', 'endsWith']);

/** Every part once, and the body of a macro once an element; lists that are put together, kept or compared count by their elements, texts by their length. */
function costOf(node: ASTNode, around: Around): Cost {
  const cost = untyped(node, around);
  const sized = mayBeList(node) ? cost : { ...cost, length: ONE, inner: ZERO };
  return mayBeText(node) ? sized : { ...sized, text: SHORT };
}

function untyped(node: ASTNode, around: Around): Cost {
  const macro = macroOf(node);
  if (macro !== null) return macroCost(macro, around);
  const local = bindOf(node);
  if (local !== null) {
    const value = costOf(local.value, around);
    const body = costOf(local.body, { ...around, bound: new Map(around.bound).set(local.variable, value) });
    const steps = plus(ONE, value.steps, value.length, body.steps);
    return { ...body, steps, texts: plus(value.texts, body.texts), nodes: 1 + value.nodes + body.nodes };
  }
  if (node.op === 'value') return { ...SINGLE, text: textOfValue(node.args), steps: ONE, texts: ZERO, nodes: 1 };
  if (node.op === 'id') {
    const size = around.bound.get(node.args) ?? (node.args === 'findings' ? { ...SINGLE, length: N } : SINGLE);
    return { ...size, steps: ONE, texts: ZERO, nodes: 1 };
  }
  const parts = partsOf(node).map((part) => costOf(part, around));
  const size = sizeOf(node, parts);
  const read = readBy(node, parts, size, around);
  return {
    ...size,
    steps: plus(ONE, [read.short], walkedBy(node, parts), ...parts.map(({ steps }) => steps)),
    texts: plus(read.long > 0 ? [read.long] : ZERO, ...parts.map(({ texts }) => texts)),
    nodes: 1 + parts.reduce((total, part) => total + part.nodes, 0),
  };
}

function macroCost(macro: Macro, around: Around): Cost {
  const range = costOf(macro.range, around);
  const element = plus(isOfTransaction(macro.range) ? ONE : N, range.inner);
  const inside: Around = { ...around, bound: new Map(around.bound).set(macro.variable, { ...range, length: element }) };
  const bodies = macro.bodies.map((body) => costOf(body, inside));
  const last = bodies.at(-1);
  const isMapped = macro.name === 'map' && last !== undefined;
  const once = plus([2], isMapped ? kept(last) : ZERO, ...bodies.map(({ steps }) => steps));
  const size: Size = isMapped
    ? { length: range.length, inner: plus(kept(last), last.inner), text: last.text }
    : macro.name === 'filter'
      ? range
      : SINGLE;
  return {
    length: size.length,
    inner: size.inner,
    text: size.text,
    steps: plus([2], range.steps, times(range.length, once)),
    texts: plus(range.texts, times(range.length, plus(...bodies.map(({ texts }) => texts)))),
    nodes: 2 + range.nodes + bodies.reduce((total, { nodes }) => total + nodes, 0),
  };
}

/** What comes out of a part that is no macro. */
function sizeOf(node: ASTNode, parts: readonly Cost[]): Size {
  const lengths = plus(...parts.map(({ length }) => length));
  const inner = plus(...parts.map((part) => part.inner));
  const text = textTogether(parts.map((part) => part.text));
  if (node.op === 'list' || node.op === 'map') return { length: [parts.length], inner: plus(...parts.map(kept), inner), text };
  if (node.op === '.' || node.op === '.?') {
    const isFree = isFreeValue(node);
    const own = LISTS.has(node.args[1]) || isFree ? N : ONE;
    return { length: plus(own, inner), inner, text: textTogether([text, textOfField(node.args[1], isFree)]) };
  }
  if (isLabels(node)) return { ...SINGLE, length: LABELS };
  if (node.op === '?:' || node.op === '+') return { length: lengths, inner, text };
  if (node.op === 'rcall' && node.args[0] === 'substring') return { ...SINGLE, text: textOfPart(parts[0]?.text ?? SHORT, node.args[2]) };
  const isElement = node.op === '[]' || node.op === '[?]' || node.op === 'rcall' || node.op === 'call';
  return isElement ? { length: plus(ONE, lengths, inner), inner, text } : SINGLE;
}

/** Elements that it goes through besides its parts. */
function walkedBy(node: ASTNode, parts: readonly Cost[]): Polynomial {
  if (node.op === '.' || node.op === '.?' || node.op === '&&' || node.op === '||' || node.op === '!_' || node.op === '-_') return ZERO;
  if (node.op === 'list' || node.op === 'map') return plus(...parts.map(kept));
  if (isLabels(node)) return LABELS;
  const sums = node.op === 'rcall' && SUMS.has(node.args[0]) ? N : ZERO;
  return plus(sums, ...parts.map(({ length }) => length));
}

/** Elements of what is a list itself. */
function kept({ length }: Size): Polynomial {
  return length.length === 1 && length[0] === 1 ? ZERO : length;
}

/** Text that it reads besides its parts. */
function readBy(node: ASTNode, parts: readonly Cost[], { text }: Size, { longNeedles }: Around): TextSize {
  const [first = SHORT, second = SHORT] = parts.map((part) => part.text);
  if (COMPARISONS.has(node.op)) {
    const read = compared(first, second);
    const [list = 1] = node.op === 'in' ? (parts[1]?.length ?? ONE) : ONE;
    return { short: read.short * Math.max(1, list), long: read.long * Math.max(1, list) };
  }
  if (node.op === '+') return mayBeText(node) ? text : SHORT;
  if (node.op === 'call') return text;
  if (node.op !== 'rcall' || node.args[0] === 'substring') return SHORT;
  if (ENDS.has(node.args[0])) return second;
  if (!SEARCHES.has(node.args[0])) return text;
  if (second.long > 0) longNeedles.push(node);
  // At worst all that is looked for is compared at each place of the text.
  const effort = Math.max(1, second.short) ** 2;
  return { short: first.short * effort, long: first.long * effort };
}

function isLabels(node: ASTNode): boolean {
  return node.op === 'rcall' && node.args[0] === 'of' && pathOf(node.args[1])?.[0] === 'labels';
}

export function costBoundOf(node: ASTNode): CostBound {
  return boundAndNeedles(node).bound;
}

/** `longNeedle`: where something is looked for within a text that may be very long itself; null: nowhere. */
export function boundAndNeedles(node: ASTNode): { readonly bound: CostBound; readonly longNeedle: ASTNode | null } {
  const longNeedles: ASTNode[] = [];
  const { steps, texts, nodes } = costOf(node, { bound: new Map(), longNeedles });
  return {
    bound: { nodes, coefficients: steps, texts: withoutZeros(texts), walksOther: walksOther(node) },
    longNeedle: longNeedles[0] ?? null,
  };
}

/** Empty where no long text is read, so that nobody has to look how long they are. */
function withoutZeros(polynomial: Polynomial): Polynomial {
  return polynomial.slice(0, polynomial.findLastIndex((coefficient) => coefficient > 0) + 1);
}

/** What several expressions take together. */
export function sumOfBounds(bounds: readonly CostBound[]): CostBound {
  return {
    nodes: bounds.reduce((total, { nodes }) => total + nodes, 0),
    coefficients: plus(...bounds.map(({ coefficients }) => coefficients)),
    texts: plus(...bounds.map(({ texts }) => texts)),
    walksOther: bounds.some((bound) => bound.walksOther),
  };
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
export function degreeOf({ coefficients, texts }: Pick<CostBound, 'coefficients' | 'texts'>): number {
  return Math.max(0, ...[coefficients, texts].map((all) => all.findLastIndex((coefficient) => coefficient > 0)));
}
