import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse, victimOf } from '../core/trace/attack-parties.js';
import { LIQUIDATIONS } from '../core/trace/selectors.js';
import { traceOf } from '../core/trace/trace-facts.js';
import { gainInWords, largeGain } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
}

/** A flash loan in a transaction that ends with a large gain and is no liquidation. See flash-loan-profit.md. */
export default defineDetector<Params>({
  id: 'flash-loan-profit',
  version: 1,
  title: 'Large profit with a flash loan',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minUsd: 10_000 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    const loan = trace?.flashLoans[0];
    if (trace === null || loan === undefined || trace.calls.some(({ selector }) => LIQUIDATIONS.has(selector))) return [];
    const gain = largeGain(trace.clusterNet, trace, ctx, params.minUsd) ?? largeGain(trace.takersNet, trace, ctx, params.minUsd);
    if (gain === null) return [];
    const victim = victimOf(trace);
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `With a flash loan from ${shortAddress(loan.lender)}, ${shortAddress(tx.from)} gained ${gainInWords(gain)}.`,
        reasons: [
          { id: 'flash-loan', text: `A flash loan was taken from ${shortAddress(loan.lender)}.` },
          {
            id: 'large-gain',
            text: `The sender's side ended with ${gainInWords(gain)} more.`,
            usual: 'arbitrages with borrowed money earn less',
          },
        ],
        evidence: { lender: loan.lender, receiver: loan.receiver, usd: gain.usd, share: gain.share },
      }),
    ];
  },
});
