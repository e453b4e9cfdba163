import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bytesToHex, concat, hexToBytes, keccak256, toHex, toRlp } from 'viem';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import type { Hex } from '../../../src/core/chain/block.js';
import type { Hashing } from '../../../src/core/chain/hashing.js';
import { RlpWriter } from '../../../src/core/chain/rlp.js';
import { EMPTY_ROOT, listRoot } from '../../../src/core/chain/trie.js';
import { holds } from '../../support/property.js';

type Tree = Hex | readonly Tree[];

function write(writer: RlpWriter, tree: Tree): void {
  if (typeof tree === 'string') return writer.data(tree);
  const start = writer.mark();
  for (let i = tree.length - 1; i >= 0; i -= 1) write(writer, tree[i] ?? '0x');
  writer.list(start);
}

function encoded(by: (writer: RlpWriter) => void): Hex {
  const writer = new RlpWriter();
  by(writer);
  return bytesToHex(writer.since(0));
}

const hexData = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes): Hex => bytesToHex(bytes));

/** The trie as the yellow paper defines it, slow and plain: the measure of the fast one. */
function plainRoot(values: readonly Hex[]): Hex {
  type Node = Hex | readonly Node[];
  const compact = (nibbles: string, isLeaf: boolean): Hex => {
    const flag = (isLeaf ? 2 : 0) + (nibbles.length % 2);
    return `0x${flag.toString(16)}${nibbles.length % 2 === 0 ? '0' : ''}${nibbles}`;
  };
  const nested = (node: Node): Node => {
    const rlp = toRlp(node);
    return rlp.length < 66 ? node : keccak256(rlp);
  };
  const build = (entries: readonly (readonly [string, Hex])[]): Node => {
    const [first] = entries;
    if (first === undefined) return '0x';
    if (entries.length === 1) return [compact(first[0], true), first[1]];
    let shared = 0;
    while (entries.every(([key]) => key[shared] !== undefined && key[shared] === first[0][shared])) shared += 1;
    const below = entries.map(([key, value]) => [key.slice(shared), value] as const);
    const children = [...'0123456789abcdef'].map((nibble): Node => {
      const those = below.filter(([key]) => key[0] === nibble).map(([key, value]) => [key.slice(1), value] as const);
      return those.length === 0 ? '0x' : nested(build(those));
    });
    const branch: Node = [...children, '0x'];
    return shared === 0 ? branch : [compact(first[0].slice(0, shared), false), nested(branch)];
  };
  return keccak256(toRlp(build(values.map((value, i) => [toRlp(i === 0 ? '0x' : toHex(i)).slice(2), value] as const))));
}

describe('RLP', () => {
  // The vectors of Ethereum's own RLPTests.
  it.each([
    ['an empty string', '0x', '0x80'],
    ['a zero byte', '0x00', '0x00'],
    ['the last single byte', '0x7f', '0x7f'],
    ['the first byte with a header', '0x80', '0x8180'],
    ['dog', '0x646f67', '0x83646f67'],
    ['an empty list', [], '0xc0'],
    ['cat and dog', ['0x636174', '0x646f67'], '0xc88363617483646f67'],
    ['lists of lists', [[], [[]], [[], [[]]]], '0xc7c0c1c0c3c0c1c0'],
    ['55 bytes', `0x${'61'.repeat(55)}`, `0xb7${'61'.repeat(55)}`],
    ['56 bytes', `0x${'61'.repeat(56)}`, `0xb838${'61'.repeat(56)}`],
  ] as const)('writes %s', (_, tree, expected) => {
    expect(encoded((writer) => write(writer, tree as Tree))).toBe(expected);
  });

  it('writes any tree as another library does', () => {
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof({ maxDepth: 4 }, hexData(70), fc.array(tie('tree'), { maxLength: 6 })),
    }));
    holds(
      'RLP trees',
      fc.property(tree, (value) => encoded((writer) => write(writer, value)) === toRlp(value as never)),
    );
  });

  it('grows for what is longer than its buffer, and keeps what was written', () => {
    const long: Hex = `0x${'5a'.repeat(200_000)}`;
    expect(encoded((writer) => write(writer, ['0x01', long, '0x02']))).toBe(toRlp(['0x01', long, '0x02']));
  });

  it('writes quantities without leading zeros, however they are spelled', () => {
    const shortest = (value: bigint) => toRlp(value === 0n ? '0x' : toHex(value));
    const bigint = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
    holds(
      'RLP quantities',
      fc.property(fc.oneof(bigint, fc.bigInt({ min: 0n, max: 300n })), fc.nat(8), (value, zeros) => {
        const spelled: Hex = `0x${'0'.repeat(zeros)}${value.toString(16)}`;
        return (
          encoded((writer) => writer.quantity(spelled)) === shortest(value) && encoded((writer) => writer.bigint(value)) === shortest(value)
        );
      }),
    );
    holds(
      'RLP numbers',
      fc.property(fc.maxSafeNat(), (value) => encoded((writer) => writer.number(value)) === shortest(BigInt(value))),
    );
  });
});

describe('the trie of a list', () => {
  let hashing: Hashing;
  beforeAll(async () => {
    hashing = await createHashing();
  });

  const fastRoot = (values: readonly Hex[]) => listRoot(values.length, (i, writer) => writer.raw(values[i] ?? '0x'), hashing);

  it('of nothing has the root of the empty trie', () => {
    expect(fastRoot([])).toBe(EMPTY_ROOT);
    expect(EMPTY_ROOT).toBe(keccak256(toRlp('0x')));
  });

  it('has the root that a plain one has, for every size up to 300', () => {
    for (let count = 1; count <= 300; count += count < 140 ? 1 : 23) {
      const values = Array.from({ length: count }, (_, i) => concat([toHex(i, { size: 2 }), `0x${'cd'.repeat(40)}`]));
      expect([count, fastRoot(values)]).toEqual([count, plainRoot(values)]);
    }
  });

  it('has the root that a plain one has for values of any length, also those that fit into their parent', () => {
    const value = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes): Hex => bytesToHex(bytes));
    holds(
      'list roots',
      fc.property(fc.array(value, { minLength: 1, maxLength: 150 }), (values) => fastRoot(values) === plainRoot(values)),
      60,
    );
  });

  it('changes its root with every bit of every value', () => {
    const values = Array.from({ length: 20 }, (_, i): Hex => `0x${(i + 1).toString(16).padStart(2, '0').repeat(33)}`);
    const roots = values.map((value, i) => {
      const bytes = hexToBytes(value);
      bytes[i] = (bytes[i] ?? 0) ^ 1;
      return fastRoot(values.with(i, bytesToHex(bytes)));
    });
    expect(new Set([fastRoot(values), ...roots]).size).toBe(21);
  });
});
