import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { DAY_S, standingOfContract } from '../core/detect/standing.js';
import { accuse } from '../core/trace/attack-parties.js';
import type { Call } from '../core/trace/calls.js';
import { type TraceFacts, traceOf } from '../core/trace/trace-facts.js';

/** Code of a stranger that has not stood for a day. */
function isStrange(library: Address, ruled: Address, trace: TraceFacts, tx: InspectedTransaction, ctx: DetectContext): boolean {
  if (trace.makers.has(library)) return trace.cluster.has(library);
  if (standingOfContract(library, tx, ctx, DAY_S) !== 'new' || ctx.labelsOf(library).length > 0) return false;
  const maker = ctx.history.creatorOf(library);
  const owner = ctx.history.creatorOf(ruled);
  // Of old contracts the owner is not known: then it must be the sender's own code.
  return maker !== null && (owner === null ? maker === tx.from : maker !== owner);
}

function isForeign({ context }: Call, trace: TraceFacts, ctx: DetectContext): boolean {
  if (trace.makers.has(context)) return false;
  return (
    !trace.cluster.has(context) || (context === trace.entry && context !== trace.sender && ctx.history.creatorOf(context) !== trace.sender)
  );
}

/** A contract that was there before runs the code of a stranger, made just now, as its own. See delegatecall-to-unknown.md. */
export default defineDetector({
  id: 'delegatecall-to-unknown',
  version: 1,
  title: 'Contract runs unknown code as its own',
  maturity: 'stable',
  attack: 'delegatecall',
  stage: 'exploit',
  needs: ['trace'],
  on: ['delegate-call'],
  params: {},

  inspect(tx, ctx) {
    const borrowed = tx.frames?.some(({ kind }) => kind === 'DELEGATECALL' || kind === 'CALLCODE') === true;
    const trace = borrowed ? traceOf(tx) : null;
    if (trace === null) return [];
    const call = trace.calls.find(
      (one) =>
        (one.kind === 'DELEGATECALL' || one.kind === 'CALLCODE') &&
        !one.failed &&
        one.to !== null &&
        isForeign(one, trace, ctx) &&
        isStrange(one.to, one.context, trace, tx, ctx),
    );
    if (call === undefined || call.to === null) return [];
    const hasMoved = trace.flows.some(({ from, at }) => from === call.context && at >= call.index && at < call.end);
    return [
      accuse(trace, call.context, {
        severity: hasMoved ? 'critical' : 'high',
        summary: `${shortAddress(call.context)} ran the code of ${shortAddress(call.to)} as its own${hasMoved ? ', which moved its value' : ''}; that code is less than a day old and a stranger's.`,
        reasons: [
          { id: 'delegatecall', text: 'In a delegate call the other code has all rights and all storage of the caller.' },
          { id: 'unknown-code', text: 'The code was deployed within a day by somebody else than the contract itself.' },
        ],
        evidence: { contract: call.context, library: call.to, selector: call.selector, movedValue: hasMoved },
      }),
    ];
  },
});
