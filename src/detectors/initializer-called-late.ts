import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { INITIALIZERS } from '../core/trace/initializers.js';
import { traceOf } from '../core/trace/trace-facts.js';

/** A contract of an earlier transaction lets a stranger initialize it. See initializer-called-late.md. */
export default defineDetector({
  id: 'initializer-called-late',
  version: 1,
  title: 'Initializer called late',
  maturity: 'stable',
  attack: 'access-control',
  stage: 'exploit',
  needs: ['trace'],
  on: ['call', 'calls'],
  params: {},

  inspect(tx, ctx) {
    // A call without calls inside is told by its own function.
    const { selector } = tx.decoded;
    if (tx.frames?.length === 1 && (selector === null || !INITIALIZERS.has(selector))) return [];
    const trace = traceOf(tx);
    const call = trace?.calls.find(
      ({ kind, from, to, selector, failed }) =>
        kind === 'CALL' && !failed && INITIALIZERS.has(selector) && to !== null && trace.cluster.has(from) && !trace.makers.has(to),
    );
    if (trace === null || call === undefined || call.to === null) return [];
    const victim = call.to;
    // Who made a contract may set it up in a second step.
    if (ctx.history.creatorOf(victim) === tx.from) return [];
    const createdAt = ctx.history.createdAt(victim);
    const ageS = createdAt === null ? null : ctx.timestamp - createdAt;
    return [
      accuse(trace, victim, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} initialized ${shortAddress(victim)}, which was deployed ${ageS === null ? 'before' : `${Math.round(ageS / 60)} minutes before by somebody else`}.`,
        reasons: [
          { id: 'initializer', text: `Its function ${call.selector}, whose name is that of an initializer, was called and did not fail.` },
          { id: 'late', text: 'The contract was not created in this transaction: whoever came first could have become its owner.' },
        ],
        evidence: { contract: victim, selector: call.selector, caller: call.from, ageS },
      }),
    ];
  },
});
