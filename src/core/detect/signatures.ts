import type { Address, Hex } from '../chain/block.js';
import { CALL_WORDS } from '../chain/words.js';

/** When a signature was handed to a contract last. */
export interface SeenSignature {
  readonly by: Address;
  /** Chain seconds. */
  readonly at: number;
  readonly selector: Hex;
  readonly times: number;
}

const MOST_WORDS = 64;
const V_27 = `${'0'.repeat(62)}1b`;
const V_28 = `${'0'.repeat(62)}1c`;
const LENGTH_65 = `${'0'.repeat(62)}41`;
const MARKS: readonly string[] = [V_27, V_28, LENGTH_65];
const NONE: readonly Hex[] = [];
/** A true r or s has no eight zero bytes in a row at its ends. */
const PADDED = /^0{16}|0{16}$/;

/**
 * Signatures in calldata, each as its r and s, whatever the function: v, r, s in three words, or 65 bytes that end in v. Only the first words are read: who hides a
 * signature deeper is not seen.
 */
export function signaturesIn(input: Hex): readonly Hex[] {
  const words = Math.min(MOST_WORDS, (input.length - CALL_WORDS) >> 6);
  if (words < 3 || !MARKS.some((mark) => input.includes(mark))) return NONE;
  const found: Hex[] = [];
  const word = (i: number) => input.slice(CALL_WORDS + i * 64, CALL_WORDS + (i + 1) * 64);
  const add = (r: string, s: string) => {
    if (r.length === 64 && s.length === 64 && !PADDED.test(r) && !PADDED.test(s)) found.push(`0x${r}${s}`);
  };
  for (let i = 0; i + 2 < words; i += 1) {
    const first = word(i);
    if (first === V_27 || first === V_28) add(word(i + 1), word(i + 2));
    else if (first === LENGTH_65) {
      const v = word(i + 3).slice(0, 2);
      if (v === '1b' || v === '1c') add(word(i + 1), word(i + 2));
    }
  }
  return found;
}
