import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { Hex } from '../../../src/core/chain/block.js';
import { readBytecode, similarity } from '../../../src/core/chain/bytecode.js';

const push4 = (selector: string) => `63${selector}`;
const push20 = (address: string) => `73${address}`;
/** DUP1, PUSH4 selector, EQ, PUSH2 target, JUMPI. */
const dispatch = (selector: string) => `80${push4(selector)}14610010${'57'}`;
const ADDRESS = 'c02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';

describe('what code says of itself', () => {
  it('reads functions, addresses and the operations that matter, and takes data for data', () => {
    const facts = readBytecode(`0x${dispatch('a9059cbb')}${push20(ADDRESS)}${push20('f'.repeat(40))}${push4('12345678')}00f4ff`);
    expect([...facts.selectors]).toEqual(['0xa9059cbb']);
    expect([...facts.addresses]).toEqual([`0x${ADDRESS}`]);
    expect(facts).toMatchObject({ hasDelegatecall: true, hasSelfdestruct: true, hasCreate2: false, calls: 1 });
    expect(readBytecode(`0x7f${'ff'.repeat(32)}`).hasSelfdestruct).toBe(false);
  });

  it('tells a branch on the surroundings from their mere use', () => {
    // COINBASE, PUSH1 0, EQ, PUSH1 9, JUMPI; COINBASE, PUSH1 1, CALL
    expect([...readBytecode('0x41600014600957f1').branchesOn]).toEqual(['coinbase']);
    expect(readBytecode('0x416001f1').branchesOn.size).toBe(0);
    expect([...readBytecode('0x3231600010600957').branchesOn]).toEqual(['origin-balance']);
    expect([...readBytecode('0x45630393870011600957').branchesOn]).toEqual(['gas-limit']);
  });

  it('reads anything without failing', () => {
    for (const code of ['0x', '0x6', '0x60', '0x7fff', '0xzz', '0x73'] satisfies Hex[]) expect(readBytecode(code).calls).toBe(0);
  });

  it('is read once for code that comes again, as long as not too much came between', () => {
    const code: Hex = `0x${'5b'.repeat(10_000)}00`;
    const facts = readBytecode(code);
    expect(readBytecode(code)).toBe(facts);
    for (let other = 0; other < 90; other += 1) readBytecode(`0x${'5b'.repeat(50_000)}60${other.toString(16).padStart(2, '0')}`);
    expect(readBytecode(code)).not.toBe(facts);
    expect(readBytecode(code)).toEqual(facts);
  });

  it('is sketched by the least of 32 hashes over its runs of four operations', () => {
    const ops = Array.from({ length: 200 }, (_, i) => (i * i * 31 + 7) % 0x5f);
    const word = (value: bigint) => value & 0xffffffffn;
    const mixed = (value: bigint) => {
      const once = word((value ^ (value >> 16n)) * 0x85ebca6bn);
      const twice = word((once ^ (once >> 13n)) * 0xc2b2ae35n);
      return twice ^ (twice >> 16n);
    };
    const grams = ops.slice(3).map((_, i) => ops.slice(i, i + 4).reduce((gram, op) => word(gram * 257n + BigInt(op)), 0n));
    const leastOf = (hash: number) =>
      grams.map((gram) => Number(mixed(gram ^ word(BigInt(hash + 1) * 0x9e3779b1n)))).reduce((a, b) => Math.min(a, b));
    const code: Hex = `0x${ops.map((op) => op.toString(16).padStart(2, '0')).join('')}`;
    expect(readBytecode(code).sketch).toEqual(Array.from({ length: 32 }, (_, hash) => leastOf(hash)));
  });

  it('finds code alike whatever addresses and constants it holds', () => {
    const body = (seed: number) =>
      `0x${Array.from({ length: 300 }, (_, i) => ((i * 7 + seed) % 13 === 0 ? `73${'ab'.repeat(20)}` : ((i * seed + 3) % 0x5f).toString(16).padStart(2, '0'))).join('')}` as Hex;
    const [one, other] = [body(5), body(11)];
    const sameWithOtherAddress = one.replaceAll('ab'.repeat(20), 'cd'.repeat(20)) as Hex;
    expect(similarity(readBytecode(one).sketch, readBytecode(sameWithOtherAddress).sketch)).toBe(1);
    expect(similarity(readBytecode(one).sketch, readBytecode(other).sketch)).toBeLessThan(0.6);
  });
});

const RECORDED = '../shared/data/bytecode/attack_created_contracts.jsonl.gz';
const isHere = existsSync(RECORDED);
if (!isHere && process.env['CI'] === 'true') throw new Error(`${RECORDED} is missing: recorded contracts cannot be read.`);
if (!isHere) process.stderr.write(`SKIPPED, ${RECORDED} is missing: recorded contracts\n`);

if (isHere)
  describe('recorded contracts of attacks', () => {
    it('show the call-back of the flash loan that they wait for', () => {
      const rows = gunzipSync(readFileSync(RECORDED)).toString().trim().split('\n');
      const withDispatcher = rows.filter((row) => readBytecode(JSON.parse(row).runtime_code ?? '0x').selectors.size > 0);
      expect(withDispatcher.length).toBeGreaterThan(10);
    });
  });
