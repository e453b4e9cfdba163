import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse, victimOf } from '../core/trace/attack-parties.js';
import { LENDING, LIQUIDATIONS, VAULTS } from '../core/trace/selectors.js';
import { hasGained, traceOf } from '../core/trace/trace-facts.js';

interface Params {
  /** Different functions of lenders and vaults, each counted once a contract. */
  readonly minFunctions: number;
}

/** A flash loan that goes in and out of many functions of lenders and vaults, for a gain. See flash-loan-vault-churn.md. */
export default defineDetector<Params>({
  id: 'flash-loan-vault-churn',
  version: 1,
  title: 'Flash loan churned through vaults',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minFunctions: 4 },

  inspect(tx, _ctx, params) {
    const trace = traceOf(tx);
    const loan = trace?.flashLoans[0];
    if (trace === null || loan === undefined) return [];
    const functions = new Set<string>();
    for (const { kind, selector, to } of trace.calls) {
      if (LIQUIDATIONS.has(selector)) return [];
      if (kind === 'CALL' && to !== null && (LENDING.has(selector) || VAULTS.has(selector))) functions.add(to + selector);
    }
    if (functions.size < params.minFunctions || !hasGained(trace)) return [];
    const victim = victimOf(trace);
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `With a flash loan from ${shortAddress(loan.lender)}, ${shortAddress(tx.from)} went through ${functions.size} functions of lenders and vaults and gained; ${shortAddress(victim)} lost most.`,
        reasons: [
          { id: 'flash-loan', text: `A flash loan was taken from ${shortAddress(loan.lender)}.` },
          {
            id: 'vault-churn',
            text: `${functions.size} different functions of lenders and vaults were called.`,
            value: functions.size,
            usual: 'up to 4 where a debt is moved from one lender to another, which gains nothing',
          },
        ],
        evidence: { lender: loan.lender, receiver: loan.receiver, functions: functions.size },
      }),
    ];
  },
});
