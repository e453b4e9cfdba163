import { NATIVE } from '../core/chain/decoded.js';
import { defineDetector } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  readonly minWei: bigint;
}

/** A contract destroys itself while it holds coins, at a stranger's word. See selfdestruct-with-value.md. */
export default defineDetector<Params>({
  id: 'selfdestruct-with-value',
  version: 1,
  title: 'Contract destroyed with value in it',
  maturity: 'stable',
  attack: 'self-destruct',
  stage: 'exploit',
  needs: ['trace'],
  on: ['self-destruct'],
  params: { minWei: 10n ** 17n },

  inspect(tx, ctx, params) {
    const end = tx.frames?.find(({ kind, failed, valueWei }) => kind === 'SELFDESTRUCT' && !failed && valueWei > params.minWei);
    const trace = end === undefined ? null : traceOf(tx);
    if (trace === null || end === undefined) return [];
    // Helpers that live for one transaction, and contracts whose maker ends them, are their owner's affair.
    if (trace.makers.has(end.from) || ctx.history.creatorOf(end.from) === tx.from) return [];
    const beneficiary = end.to ?? NATIVE;
    return [
      accuse(trace, end.from, {
        severity: 'high',
        summary: `${shortAddress(end.from)} destroyed itself at the word of ${shortAddress(tx.from)}, and ${formatAmount(end.valueWei, 18)} coins went to ${shortAddress(beneficiary)}.`,
        reasons: [{ id: 'destroyed-with-value', text: 'The contract still held coins when it ended; its own accounts of them are gone.' }],
        evidence: { contract: end.from, beneficiary, valueWei: end.valueWei.toString() },
      }),
    ];
  },
});
