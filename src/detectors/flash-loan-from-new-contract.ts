import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse, victimOf } from '../core/trace/attack-parties.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  readonly newForS: number;
}

/** Who receives a flash loan was created for it, or within the hour. See flash-loan-from-new-contract.md. */
export default defineDetector<Params>({
  id: 'flash-loan-from-new-contract',
  version: 1,
  title: 'Flash loan to a new contract',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { newForS: 3_600 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null) return [];
    for (const loan of trace.flashLoans) {
      const isMadeHere = trace.makers.has(loan.receiver);
      const createdAt = ctx.history.createdAt(loan.receiver);
      const ageS = isMadeHere ? 0 : createdAt === null ? null : ctx.timestamp - createdAt;
      if (ageS === null || ageS >= params.newForS) continue;
      const age = isMadeHere ? 'in this very transaction' : `${Math.round(ageS / 60)} minutes before`;
      const victim = victimOf(trace);
      return [
        accuse(trace, victim, {
          severity: 'high',
          summary: `${shortAddress(loan.receiver)} took a flash loan from ${shortAddress(loan.lender)} and was created ${age}.`,
          reasons: [
            { id: 'flash-loan', text: `A flash loan was taken from ${shortAddress(loan.lender)}.` },
            {
              id: 'new-receiver',
              text: `Its receiver was created ${age}.`,
              value: ageS,
              usual: 'traders use the same contract for months',
            },
          ],
          evidence: { lender: loan.lender, receiver: loan.receiver, ageS },
        }),
      ];
    }
    return [];
  },
});
