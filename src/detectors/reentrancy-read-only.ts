import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { GET_RESERVES, TOTAL_SUPPLY } from '../core/trace/price-moves.js';
import { PRICE_VIEWS, SWAPS } from '../core/trace/selectors.js';
import { traceOf } from '../core/trace/trace-facts.js';

/** A price is read from a contract while that contract is in the middle of a call. See reentrancy-read-only.md. */
export default defineDetector({
  id: 'reentrancy-read-only',
  version: 1,
  title: 'Read-only re-entrancy',
  maturity: 'stable',
  attack: 'reentrancy',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: {},

  inspect(tx) {
    if ((tx.frames?.length ?? 0) < 4) return [];
    const trace = traceOf(tx);
    const found = trace?.reentries.find(
      ({ isRead, inner, outer }) =>
        isRead &&
        !inner.failed &&
        !SWAPS.has(outer.selector) &&
        (PRICE_VIEWS.has(inner.selector) || inner.selector === TOTAL_SUPPLY || inner.selector === GET_RESERVES),
    );
    if (trace === null || found === undefined) return [];
    const { contract, inner, outer, through } = found;
    return [
      accuse(trace, inner.from, {
        severity: 'high',
        summary: `While ${shortAddress(contract)} was in the middle of a call and ${shortAddress(through)} had control, ${shortAddress(inner.from)} asked it for a price.`,
        reasons: [
          { id: 'read-in-between', text: 'The books of the contract were not yet written: what it answered holds only for that moment.' },
          { id: 'asked-by-third', text: `${shortAddress(inner.from)}, which is not of the sender's, acted on the answer.` },
        ],
        evidence: { contract, reader: inner.from, by: through, outerSelector: outer.selector, innerSelector: inner.selector },
      }),
    ];
  },
});
