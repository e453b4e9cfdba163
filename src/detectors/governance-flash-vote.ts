import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { VOTES } from '../core/trace/control-selectors.js';
import { SWAPS } from '../core/trace/selectors.js';
import { traceOf } from '../core/trace/trace-facts.js';

/** Votes are cast in the transaction that borrows or buys their power. See governance-flash-vote.md. */
export default defineDetector({
  id: 'governance-flash-vote',
  version: 1,
  title: 'Votes with borrowed power',
  maturity: 'stable',
  attack: 'governance',
  stage: 'govern',
  needs: ['trace'],
  on: ['calls'],
  params: {},

  inspect(tx) {
    if ((tx.frames?.length ?? 0) < 3) return [];
    const trace = traceOf(tx);
    const vote = trace?.calls.find(({ kind, failed, to, selector }) => kind === 'CALL' && !failed && to !== null && VOTES.has(selector));
    if (trace === null || vote === undefined || vote.to === null || trace.flows.length === 0) return [];
    const [loan] = trace.flashLoans;
    const hasBought = trace.calls.some(({ kind, failed, selector }) => kind === 'CALL' && !failed && SWAPS.has(selector));
    if (loan === undefined && !hasBought) return [];
    return [
      accuse(trace, vote.to, {
        severity: loan === undefined ? 'high' : 'critical',
        summary: `${shortAddress(tx.from)} voted in ${shortAddress(vote.to)} with power that was ${loan === undefined ? 'bought' : 'borrowed'} in the same transaction.`,
        reasons: [
          { id: 'vote', text: `${vote.selector} of a governor was called.` },
          loan === undefined
            ? { id: 'bought', text: 'Tokens were swapped in the same transaction.' }
            : { id: 'flash-loan', text: `A flash loan of ${shortAddress(loan.lender)} was out.` },
        ],
        evidence: { governor: vote.to, selector: vote.selector, lender: loan?.lender ?? null },
      }),
    ];
  },
});
