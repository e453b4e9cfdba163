import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { BORROWS } from '../core/trace/selectors.js';
import { MINT, TOKEN_CALLS } from '../core/trace/token-flows.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** Natural logarithm of how far a pool's price moved, where that is known. */
  readonly minMove: number;
}

/** Somebody reads a pool's price just after the sender moved it, and pays or lends by it. See oracle-spot-swing.md. */
export default defineDetector<Params>({
  id: 'oracle-spot-swing',
  version: 1,
  title: 'Spot price moved and relied on',
  maturity: 'stable',
  attack: 'oracle-manipulation',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minMove: Math.log(1.05) },

  inspect(tx, _ctx, params) {
    const trace = traceOf(tx);
    if (trace === null) return [];
    const asked = trace.oracleReads;
    if (asked.length === 0) return [];
    const { pools } = trace.prices;
    const reads = asked.filter(
      ({ call, pool }) =>
        !TOKEN_CALLS.has(call.selector) && call.selector !== MINT && (pools.get(pool) ?? Number.POSITIVE_INFINITY) >= params.minMove,
    );
    const isBorrowed = trace.calls.some(({ kind, selector }) => (kind === 'CALL' || kind === 'STATICCALL') && BORROWS.has(selector));
    const read = reads.find(({ isBetween }) => isBetween) ?? (isBorrowed ? reads[0] : undefined);
    if (read === undefined) return [];
    return [
      accuse(trace, read.reader, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} traded in pool ${shortAddress(read.pool)}, and then had ${shortAddress(read.reader)} act on its price${read.isBetween ? ' before trading back' : ' and lend by it'}.`,
        reasons: [
          { id: 'price-read', text: `${shortAddress(read.reader)} read the state of a pool that this transaction had traded in before.` },
          read.isBetween
            ? { id: 'traded-back', text: 'The pool was traded in again after that: the price was wanted for a moment only.' }
            : { id: 'borrowed', text: 'A loan was taken in the same transaction.' },
        ],
        evidence: { reader: read.reader, pool: read.pool, selector: read.call.selector, isBetween: read.isBetween },
      }),
    ];
  },
});
