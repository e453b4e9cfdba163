import { type ASTNode, type Environment, serialize } from '@marcbachmann/cel-js';
import { messageOf } from '../../core/errors.js';
import { Account } from '../../core/monitor/account.js';
import { Amount } from '../../core/monitor/amount.js';
import { freeNames } from './expression.js';

/** What an expression without names comes to. */
export type Constant = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'error'; readonly message: string };

/** Null where it depends on what is looked at. */
export function constantOf(node: ASTNode, environment: Environment): Constant | null {
  if (node.op === 'value') return { kind: 'value', value: node.args };
  if (freeNames(node).size > 0) return null;
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
