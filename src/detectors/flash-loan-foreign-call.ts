import type { Address, Hex } from '../core/chain/block.js';
import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { FLASH_CALLS, LIQUIDATIONS, ORDINARY, SWAPS, V2_SWAPS, V3_SWAPS } from '../core/trace/selectors.js';
import { TOKEN_CALLS } from '../core/trace/token-flows.js';
import { hasGained, type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

/** What honest borrowers of a moment call: pools, routers, tokens, lenders. */
const EXPECTED: ReadonlySet<Hex> = new Set([
  ...SWAPS,
  ...V2_SWAPS,
  ...V3_SWAPS,
  ...FLASH_CALLS,
  ...LIQUIDATIONS,
  ...ORDINARY,
  ...TOKEN_CALLS,
]);

/** One token goes in and another comes out, both in plain sight: a trade, whatever the function is called. */
function isTrade(trace: TraceFacts, { index, end }: Call): boolean {
  const [given, taken] = [new Set<Address>(), new Set<Address>()];
  for (const { token, from, to, at } of trace.flows) {
    if (at < index || at >= end) continue;
    if (trace.cluster.has(from) && !trace.cluster.has(to)) given.add(token);
    if (trace.cluster.has(to) && !trace.cluster.has(from)) taken.add(token);
  }
  return given.size === 1 && taken.size === 1 && [...given].every((token) => !taken.has(token));
}

/** Calls of the borrower, while the loan is out, by which a third contract moves value in a way that no trade needs. */
function foreignCalls(trace: TraceFacts): readonly Call[] {
  const loans = trace.flashLoans.map(({ during }) => during);
  return trace.outgoing.filter((call) => {
    if (call.failed || call.to === null || call.input === '0x' || EXPECTED.has(call.selector) || trace.makers.has(call.to)) return false;
    const isWithin = loans.some(({ index, end }) => index < call.index && call.index < end);
    const isAroundAnother = loans.some(({ index }) => index !== call.index && call.index <= index && index < call.end);
    return isWithin && !isAroundAnother && trace.moves(call) && !isTrade(trace, call);
  });
}

/** While a flash loan is out, a third contract is made to move value by something else than a trade. See flash-loan-foreign-call.md. */
export default defineDetector({
  id: 'flash-loan-foreign-call',
  version: 1,
  title: 'Flash loan used on a third contract',
  maturity: 'stable',
  attack: 'flash-loan',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: {},

  inspect(tx) {
    const trace = traceOf(tx);
    const loan = trace?.flashLoans[0];
    if (trace === null || loan === undefined || trace.calls.some(({ selector }) => LIQUIDATIONS.has(selector))) return [];
    if (!hasGained(trace)) return [];
    const foreign = foreignCalls(trace);
    const [first] = foreign;
    if (first === undefined || first.to === null) return [];
    return [
      accuse(trace, first.to, {
        severity: 'high',
        summary: `With money lent for one call by ${shortAddress(loan.lender)}, ${shortAddress(tx.from)} made ${shortAddress(first.to)} move value by ${first.selector}, and gained.`,
        reasons: [
          { id: 'flash-loan', text: `A flash loan was taken from ${shortAddress(loan.lender)}.` },
          {
            id: 'foreign-call',
            text: `While it was out, ${foreign.length} calls to other contracts moved value that were no trade, no token call and no liquidation.`,
            value: foreign.length,
            usual: '0: who borrows to trade calls pools and tokens only',
          },
        ],
        evidence: {
          lender: loan.lender,
          receiver: loan.receiver,
          selectors: [...new Set(foreign.map(({ selector }) => selector))].slice(0, 8),
          frame: first.index,
        },
      }),
    ];
  },
});
