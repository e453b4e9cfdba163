import { CALL_WORDS, wordCount } from '../core/chain/words.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** An attack of this kind is a plain call. */
  readonly maxCalls: number;
  readonly maxWords: number;
}

const APPROVALS: ReadonlySet<string> = new Set(['0x095ea7b3', '0xd505accf']);
/** 2^255, 2^255 + a little, just below 2^256 minus a little: amounts that were chosen so that a sum or a product runs over. */
const CHOSEN = /^(?:8(?:0{63}|0{59}.{4}|f{59}.{4})|[679a-e](?:0{59}.{4}|f{59}.{4}))$/;
/** Masks and whole powers that programs use themselves. */
const PLAIN = /^(?:[679a-e]0{63}|7f{59}.{4})$/;

/** A plain call with an amount that makes 256-bit numbers run over. See amount-overflow.md. */
export default defineDetector<Params>({
  id: 'amount-overflow',
  version: 1,
  title: 'Amount chosen to overflow',
  maturity: 'stable',
  attack: 'overflow',
  stage: 'exploit',
  needs: ['trace'],
  on: ['call'],
  params: { maxCalls: 4, maxWords: 8 },

  inspect(tx, _ctx, params) {
    const top = tx.frames?.[0];
    if (top === undefined || top.kind !== 'CALL' || top.to === null || top.input.length < CALL_WORDS + 64) return [];
    if ((tx.frames?.length ?? 0) > params.maxCalls || APPROVALS.has(top.input.slice(0, 10))) return [];
    const words = Math.min(params.maxWords, wordCount(top.input, CALL_WORDS));
    for (let i = 0; i < words; i += 1) {
      const word = top.input.slice(CALL_WORDS + i * 64, CALL_WORDS + (i + 1) * 64);
      if (!CHOSEN.test(word) || PLAIN.test(word)) continue;
      const trace = traceOf(tx);
      if (trace === null) return [];
      return [
        accuse(trace, top.to, {
          severity: 'high',
          summary: `${shortAddress(tx.from)} called ${shortAddress(top.to)} with the amount 0x${word.slice(0, 6)}…${word.slice(-4)}, at which sums run over, and the call did not fail.`,
          reasons: [
            {
              id: 'overflow',
              text: `Argument ${i + 1} is close to 2^255 or to a part of 2^256: no token has as much.`,
              usual: 'below 2^112',
            },
          ],
          evidence: { contract: top.to, selector: top.input.slice(0, 10), argument: i + 1, amount: `0x${word}` },
        }),
      ];
    }
    return [];
  },
});
