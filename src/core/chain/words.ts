import type { Address, Hex } from './block.js';

/** Reading ABI words out of hex text without decoding all of it. A word is 32 bytes, 64 digits. */

/** Number of whole words in log data or in calldata after the selector. */
export function wordCount(data: Hex, offset = 2): number {
  return (data.length - offset) >> 6;
}

/** The i-th word as an unsigned integer. The caller has checked that it is there. */
export function uintAt(data: Hex, i: number, offset = 2): bigint {
  const start = offset + i * 64;
  return BigInt(`0x${data.slice(start, start + 64) || '0'}`);
}

/** The i-th word as a two's complement integer. */
export function intAt(data: Hex, i: number, offset = 2): bigint {
  return BigInt.asIntN(256, uintAt(data, i, offset));
}

/** The i-th word as an address: its last 20 bytes. */
export function addressAtWord(data: Hex, i: number, offset = 2): Address {
  const start = offset + i * 64 + 24;
  return `0x${data.slice(start, start + 40)}`;
}

export function addressOfTopic(topic: Hex): Address {
  return `0x${topic.slice(26)}`;
}

export function selectorOf(input: Hex): Hex | null {
  return input.length >= 10 ? (input.slice(0, 10) as Hex) : null;
}

/** Where the words of calldata begin: after 0x and the selector. */
export const CALL_WORDS = 10;
