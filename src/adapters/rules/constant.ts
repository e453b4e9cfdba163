import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import { messageOf } from '../../core/errors.js';
import { Account } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import { costBoundOf, degreeOf } from './cost.js';
import { freeNames } from './expression.js';
import { unboundedIn } from './unbounded.js';

/** What an expression without names comes to. */
export type Constant = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'error'; readonly message: string };

/** Evaluated while a monitor is written: the few hundred parts of an expression take a few milliseconds together. */
const MOST_STEPS_OF_A_CONSTANT = 1_000;

const known = new WeakMap<ASTNode, Constant | null>();

/** Null where it depends on what is looked at, or where working it out takes long. */
export function constantOf(node: ASTNode, environment: Environment): Constant | null {
  if (node.op === 'value') return { kind: 'value', value: node.args };
  const before = known.get(node);
  if (before !== undefined) return before;
  const constant = freeNames(node).size === 0 && isQuick(node) ? evaluated(node, environment) : null;
  known.set(node, constant);
  return constant;
}

function isQuick(node: ASTNode): boolean {
  if (unboundedIn(node) !== null) return false;
  const { coefficients, texts } = costBoundOf(node);
  return degreeOf({ coefficients, texts }) === 0 && (texts[0] ?? 0) === 0 && (coefficients[0] ?? 0) <= MOST_STEPS_OF_A_CONSTANT;
}

function evaluated(node: ASTNode, environment: Environment): Constant {
  try {
    return { kind: 'value', value: environment.evaluate(serialize(node)) };
  } catch (error) {
    return { kind: 'error', message: messageOf(error).split('\n')[0] ?? '' };
  }
}

/** Numbers and amounts on one line; null for anything else. */
export function numberOf(value: unknown): bigint | number | null {
  if (value instanceof Amount) return value.value;
  return typeof value === 'bigint' || typeof value === 'number' ? value : null;
}

/** A key that is the same for equal values of a kind that equality is decided for. */
export function equalityKey(value: unknown): string | null {
  if (value instanceof Account) return value.address;
  if (typeof value === 'string') return `"${value}"`;
  const number = numberOf(value);
  if (number !== null) return String(number);
  return typeof value === 'boolean' ? String(value) : null;
}
