import { describe, expect, it } from '@jest/globals';
import { turned } from '../../src/check/read/switches.js';
import type { Hex } from '../../src/core/chain/block.js';

const word = (value: bigint): Hex => `0x${value.toString(16).padStart(64, '0')}`;
const OWNER = 0x12345678_90123456_78901234_56789012_34567890n;

describe('what a stored value could be turned to', () => {
  it('is the opposite of a truth, the neighbours of a small number, nobody in the place of an address', () => {
    expect(turned(word(0n))).toEqual([word(1n)]);
    expect(turned(word(1n))).toEqual([word(0n)]);
    expect(turned(word(3n))).toEqual([word(0n), word(4n)]);
    expect(turned(word(OWNER))).toEqual([word(0n), word(OWNER | (1n << 160n))]);
  });

  it('is the other truth behind an address, or before one', () => {
    expect(turned(word(OWNER | (1n << 160n)))).toEqual([word(OWNER)]);
    expect(turned(word((OWNER << 8n) | 1n))).toContain(word(OWNER << 8n));
  });

  it('is nothing of an amount, nor of what was not told', () => {
    expect(turned(word(123_456_789_012n))).toEqual([]);
    expect(turned(null)).toEqual([]);
    expect(turned('0x01')).toEqual([]);
  });
});
