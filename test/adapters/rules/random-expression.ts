import fc from 'fast-check';
import { parseAmount } from '../../../src/core/monitor/amount.js';

/** A random expression of the language as a tree of our own, its text, and what it must come to: nothing here knows the engine. */

export type Value = bigint | boolean | string | { readonly amount: bigint } | readonly Value[];

/** What a transaction of these tests has. */
export interface World {
  readonly value: bigint;
  readonly nonce: bigint;
  readonly from: string;
  readonly to: string;
  readonly creates: boolean;
  readonly transfers: readonly { readonly amount: bigint; readonly from: string; readonly standard: string }[];
}

/** An expression, how it is written, and its meaning. Meanings throw where the language has an error. */
export interface Expression {
  readonly text: string;
  readonly nodes: number;
  mean(world: World, at: World['transfers'][number] | null, spend: () => void): Value;
}

class Fault extends Error {}

const LIMIT = 2n ** 256n;
const INT_LIMIT = 2n ** 63n;

function bounded(value: bigint): { readonly amount: bigint } {
  if (value >= LIMIT || value <= -LIMIT) throw new Fault('amount');
  return { amount: value };
}

function int(value: bigint): bigint {
  if (value >= INT_LIMIT || value < -INT_LIMIT) throw new Fault('int');
  return value;
}

function leaf(text: string, mean: Expression['mean']): Expression {
  return {
    text,
    nodes: 1,
    mean(world, at, spend) {
      spend();
      return mean(world, at, spend);
    },
  };
}

function node(text: string, parts: readonly Expression[], mean: Expression['mean']): Expression {
  return { ...leaf(text, mean), nodes: 1 + parts.reduce((total, part) => total + part.nodes, 0) };
}

const NUMBER = (value: Value): bigint => {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'object' && 'amount' in value) return value.amount;
  throw new Error('no number');
};

const COMPARE: Readonly<Record<string, (a: bigint, b: bigint) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
};
const CALCULATE: Readonly<Record<string, (a: bigint, b: bigint) => bigint>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / divisor(b),
  '%': (a, b) => a % divisor(b),
};

function divisor(value: bigint): bigint {
  if (value === 0n) throw new Fault('zero');
  return value;
}

const ADDRESSES = ['0x000000000000000000000000000000000000aaaa', '0x000000000000000000000000000000000000bbbb'] as const;

/** Truth with faults: an absorbing side decides, whichever side it is. */
function logic(left: () => Value, right: () => Value, absorbing: boolean): boolean {
  let fault: unknown = null;
  let isDecided = false;
  for (const side of [left, right]) {
    try {
      if (side() === absorbing) {
        isDecided = true;
        break;
      }
    } catch (error) {
      fault ??= error;
    }
  }
  if (isDecided) return absorbing;
  if (fault !== null) throw fault;
  return !absorbing;
}

export const worlds: fc.Arbitrary<World> = fc.record({
  value: fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, LIMIT - 1n)),
  nonce: fc.bigInt(0n, 9n),
  from: fc.constantFrom(...ADDRESSES),
  to: fc.constantFrom(...ADDRESSES),
  creates: fc.boolean(),
  transfers: fc.array(
    fc.record({
      amount: fc.oneof(fc.bigInt(0n, 20n), fc.bigInt(0n, LIMIT - 1n)),
      from: fc.constantFrom(...ADDRESSES),
      standard: fc.constantFrom('native', 'erc20'),
    }),
    { maxLength: 5 },
  ),
});

type Grammar = { readonly [K in keyof Tied]: fc.Arbitrary<Tied[K]> };

interface Tied {
  readonly bool: Expression;
  readonly amount: Expression;
  readonly int: Expression;
  readonly address: Expression;
}

/** `inside`: within a macro over transfers, whose variable is `t`. */
function grammar(inside: boolean): Grammar {
  return fc.letrec<Tied>((tie: fc.LetrecTypedTie<Tied>) => {
    const amounts = [
      fc.constant(leaf('tx.value', ({ value }) => ({ amount: value }))),
      fc.bigInt(0n, 30n).map((value) => leaf(`amount("${value}")`, () => ({ amount: value }))),
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 2, max: 40 }))
        .map(([units, decimals]) =>
          leaf(`amount("1.${units}", ${decimals})`, () => ({ amount: parseAmount(`1.${units}`, decimals).value })),
        ),
      ...(inside ? [fc.constant(leaf('t.amount', (_world, at) => ({ amount: at?.amount ?? 0n })))] : []),
    ];
    const ints = [
      fc.constant(leaf('tx.nonce', ({ nonce }) => nonce)),
      fc.bigInt(0n, 12n).map((value) => leaf(String(value), () => value)),
      fc.constant(leaf('size(tx.transfers)', ({ transfers }) => BigInt(transfers.length))),
    ];
    const operator = fc.constantFrom(...Object.keys(CALCULATE));
    const addresses = [
      fc.constant(leaf('tx.from', ({ from }) => from)),
      fc.constant(leaf('tx.to', ({ to }) => to)),
      fc.constantFrom(...ADDRESSES).map((address) => leaf(`addr("${address}")`, () => address)),
      ...(inside ? [fc.constant(leaf('t.from', (_world, at) => at?.from ?? ''))] : []),
    ];
    const arithmetic = (left: Expression, sign: string, right: Expression, close: (value: bigint) => Value) =>
      node(`(${left.text} ${sign} ${right.text})`, [left, right], (...given) => {
        const [a, b] = [NUMBER(left.mean(...given)), NUMBER(right.mean(...given))];
        return close((CALCULATE[sign] ?? ((x) => x))(a, b));
      });
    const choice = (condition: Expression, yes: Expression, no: Expression) =>
      node(`(${condition.text} ? ${yes.text} : ${no.text})`, [condition, yes, no], (...given) =>
        condition.mean(...given) === true ? yes.mean(...given) : no.mean(...given),
      );
    const compared = (left: Expression, sign: string, right: Expression) =>
      node(`(${left.text} ${sign} ${right.text})`, [left, right], (...given) =>
        (COMPARE[sign] ?? (() => false))(NUMBER(left.mean(...given)), NUMBER(right.mean(...given))),
      );
    const signs = fc.constantFrom(...Object.keys(COMPARE));
    const joined = (left: Expression, sign: '&&' | '||', right: Expression) =>
      node(`(${left.text} ${sign} ${right.text})`, [left, right], (...given) =>
        logic(
          () => left.mean(...given),
          () => right.mean(...given),
          sign === '||',
        ),
      );
    const walked = (name: 'exists' | 'all', body: Expression) =>
      node(`tx.transfers.${name}(t, ${body.text})`, [body], (world, _at, spend) => {
        let fault: unknown = null;
        for (const transfer of world.transfers) {
          spend();
          try {
            if (body.mean(world, transfer, spend) === (name === 'exists')) return name === 'exists';
          } catch (error) {
            fault ??= error;
          }
        }
        if (fault !== null) throw fault;
        return name !== 'exists';
      });
    const summed = (condition: Expression) =>
      node(`sum(tx.transfers.filter(t, ${condition.text}).map(t, t.amount))`, [condition], (world, _at, spend) =>
        bounded(
          world.transfers
            .filter((transfer) => condition.mean(world, transfer, spend) === true)
            .reduce((total, { amount }) => total + amount, 0n),
        ),
      );
    const inner: Grammar | null = inside ? null : grammar(true);
    return {
      amount: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        ...amounts,
        fc.tuple(tie('amount'), operator, tie('amount')).map(([a, sign, b]) => arithmetic(a, sign, b, bounded)),
        fc.tuple(tie('amount'), operator, tie('int')).map(([a, sign, b]) => arithmetic(a, sign, b, bounded)),
        fc.tuple(tie('int'), operator, tie('amount')).map(([a, sign, b]) => arithmetic(a, sign, b, bounded)),
        fc.tuple(tie('bool'), tie('amount'), tie('amount')).map(([a, b, c]) => choice(a, b, c)),
        tie('amount').map((a) => node(`(-${a.text})`, [a], (...given) => ({ amount: -NUMBER(a.mean(...given)) }))),
        ...(inner === null ? [] : [inner.bool.map(summed)]),
      ),
      int: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        ...ints,
        fc.tuple(tie('int'), operator, tie('int')).map(([a, sign, b]) => arithmetic(a, sign, b, int)),
        fc.tuple(tie('bool'), tie('int'), tie('int')).map(([a, b, c]) => choice(a, b, c)),
      ),
      address: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        ...addresses,
        fc.tuple(tie('bool'), tie('address'), tie('address')).map(([a, b, c]) => choice(a, b, c)),
      ),
      bool: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constant(leaf('tx.creates', ({ creates }) => creates)),
        ...(inside
          ? [fc.constantFrom('native', 'erc20').map((word) => leaf(`(t.standard == "${word}")`, (_world, at) => at?.standard === word))]
          : []),
        fc.tuple(tie('amount'), signs, tie('amount')).map(([a, sign, b]) => compared(a, sign, b)),
        fc.tuple(tie('amount'), signs, tie('int')).map(([a, sign, b]) => compared(a, sign, b)),
        fc.tuple(tie('int'), signs, tie('int')).map(([a, sign, b]) => compared(a, sign, b)),
        fc
          .tuple(tie('address'), fc.constantFrom('==', '!='), tie('address'))
          .map(([a, sign, b]) =>
            node(`(${a.text} ${sign} ${b.text})`, [a, b], (...given) => (a.mean(...given) === b.mean(...given)) === (sign === '==')),
          ),
        fc.tuple(tie('address'), fc.array(tie('address'), { minLength: 1, maxLength: 3 })).map(([a, list]) =>
          node(`(${a.text} in [${list.map(({ text }) => text).join(', ')}])`, [a, ...list], (...given) => {
            const wanted = a.mean(...given);
            return list.map((one) => one.mean(...given)).includes(wanted);
          }),
        ),
        tie('bool').map((a) => node(`(!${a.text})`, [a], (...given) => a.mean(...given) !== true)),
        fc.tuple(tie('bool'), fc.constantFrom('&&' as const, '||' as const), tie('bool')).map(([a, sign, b]) => joined(a, sign, b)),
        fc.tuple(tie('bool'), tie('bool'), tie('bool')).map(([a, b, c]) => choice(a, b, c)),
        ...(inner === null
          ? []
          : [fc.tuple(fc.constantFrom('exists' as const, 'all' as const), inner.bool).map(([name, body]) => walked(name, body))]),
      ),
    };
  });
}

export const conditions: fc.Arbitrary<Expression> = grammar(false).bool;
