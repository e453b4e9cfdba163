import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { BALANCE_OF } from '../core/trace/price-moves.js';
import { TRANSFER, TRANSFER_FROM } from '../core/trace/token-flows.js';
import { traceOf } from '../core/trace/trace-facts.js';
import { usdOf } from '../core/trace/value.js';

interface Params {
  readonly minCalls: number;
}

const PLAIN: ReadonlySet<string> = new Set([TRANSFER, TRANSFER_FROM, BALANCE_OF, '0x095ea7b3']);

/** The same value-moving function is called over and over within one transaction, without loss. See same-origin-repeat.md. */
export default defineDetector<Params>({
  id: 'same-origin-repeat',
  version: 1,
  title: 'Same value-moving call repeated',
  maturity: 'stable',
  attack: 'repetition',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minCalls: 10 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.calls.length <= params.minCalls || trace.outgoing.length < params.minCalls) return [];
    const counts = new Map<string, number>();
    let [most, victim, selector] = [0, trace.sender, ''];
    for (const call of trace.outgoing) {
      if (call.failed || call.to === null || call.input === '0x' || PLAIN.has(call.selector) || !trace.moves(call)) continue;
      const count = (counts.get(call.to + call.selector) ?? 0) + 1;
      counts.set(call.to + call.selector, count);
      if (count > most) [most, victim, selector] = [count, call.to, call.selector];
    }
    if (most < params.minCalls || trace.takersNet.gained.length === 0) return [];
    for (const { net } of [trace.clusterNet, trace.takersNet]) {
      const { gained, lost } = usdOf(net, ctx);
      if (gained < lost) return [];
    }
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} called ${selector} of ${shortAddress(victim)} ${most} times in one transaction; value moved each time, and it lost nothing by it.`,
        reasons: [{ id: 'repeated', text: `The same value-moving call was made ${most} times.`, value: most, usual: 'below 10' }],
        evidence: { selector, calls: most },
      }),
    ];
  },
});
