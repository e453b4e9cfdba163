import type { Address } from '../core/chain/block.js';
import { addressAtWord, CALL_WORDS, wordCount } from '../core/chain/words.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { traceOf } from '../core/trace/trace-facts.js';

/** permit(address,address,uint256,uint256,uint8,bytes32,bytes32) of EIP-2612; permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32) of DAI. Words before r. */
const WORDS_BEFORE_R: ReadonlyMap<string, number> = new Map([
  ['0xd505accf', 5],
  ['0x8fcbaf0c', 6],
]);
/** Half of a word is zeros: a true r or s has that once in 2^128. */
const EMPTY = /^0{32}|0{32}$/;

/** The owner, where r or s can be no part of a signature. */
function ownerWithoutSignature({ kind, failed, selector, input }: Call): Address | null {
  const before = kind === 'CALL' && !failed ? WORDS_BEFORE_R.get(selector) : undefined;
  if (before === undefined || wordCount(input, CALL_WORDS) < before + 2) return null;
  const word = (i: number) => input.slice(CALL_WORDS + i * 64, CALL_WORDS + (i + 1) * 64);
  return EMPTY.test(word(before)) || EMPTY.test(word(before + 1)) ? addressAtWord(input, 0, CALL_WORDS) : null;
}

/** A token takes a permit that nobody signed, and the owner's tokens are taken. See permit-without-signature.md. */
export default defineDetector({
  id: 'permit-without-signature',
  version: 1,
  title: 'Permit without a signature accepted',
  maturity: 'stable',
  attack: 'allowance-abuse',
  stage: 'exploit',
  needs: ['trace'],
  on: ['permit'],
  params: {},

  inspect(tx) {
    if (tx.decoded.permits.length === 0) return [];
    const trace = traceOf(tx);
    if (trace === null) return [];
    for (const permit of trace.calls) {
      const owner = ownerWithoutSignature(permit);
      const token = permit.to;
      if (owner === null || token === null || trace.cluster.has(owner)) continue;
      const pull = trace.flows.find(
        ({ from, to, at, kind }) => kind === 'transfer-from' && from === owner && to !== owner && at > permit.index,
      );
      if (pull === undefined) continue;
      return [
        accuse(trace, owner, {
          severity: 'high',
          summary: `${shortAddress(token)} let a permit pass that nobody had signed, and ${shortAddress(tx.from)} took the tokens of ${shortAddress(owner)}.`,
          reasons: [
            {
              id: 'no-signature',
              text: 'The signature in the permit is padding; a token without the function answers such a call by its fallback and does not fail.',
            },
            { id: 'pulled', text: 'Tokens of the owner were moved by transferFrom right after it.' },
          ],
          evidence: { owner, token, pulled: pull.token, amount: pull.amount.toString() },
        }),
      ];
    }
    return [];
  },
});
