import type { Hex } from '../../core/chain/block.js';
import { CALL_WORDS, uintAt, wordCount } from '../../core/chain/words.js';

/** Error(string) */
const ERROR = '0x08c379a0';
/** Panic(uint256) */
const PANIC = '0x4e487b71';
const LONGEST = 500;

/** What a contract said when it reverted; null where the data says nothing that can be read. */
export function revertReasonOf(output: Hex): string | null {
  if (output.startsWith(PANIC) && wordCount(output, CALL_WORDS) >= 1) return `Panic 0x${uintAt(output, 0, CALL_WORDS).toString(16)}`;
  if (output.startsWith(ERROR) && wordCount(output, CALL_WORDS) >= 2) {
    const length = Number(uintAt(output, 1, CALL_WORDS));
    const bytes = Buffer.from(output.slice(CALL_WORDS + 128), 'hex');
    return bytes.subarray(0, Math.min(length, LONGEST)).toString('utf8');
  }
  return output.length >= 10 ? `custom error ${output.slice(0, 10)}` : null;
}
