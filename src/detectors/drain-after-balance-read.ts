import { defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { balancesAskedByCluster, drainsOf } from '../core/trace/drains.js';
import { traceOf } from '../core/trace/trace-facts.js';

interface Params {
  readonly minShare: number;
}

/** The sender's contract asks what a victim holds and leaves with all of it. See drain-after-balance-read.md. */
export default defineDetector<Params>({
  id: 'drain-after-balance-read',
  version: 1,
  title: 'Balance read, then drained',
  maturity: 'stable',
  attack: 'outflow',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minShare: 0.99 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length === 0) return [];
    const asked = balancesAskedByCluster(trace);
    if (asked.size === 0) return [];
    const drain = drainsOf(trace, ctx).find(
      ({ token, holder, share }) =>
        asked.has(token + holder) &&
        share >= params.minShare &&
        holder !== token &&
        !trace.isSilent(holder) &&
        !trace.makers.has(holder) &&
        trace.flows.some((flow) => flow.token === token && flow.from === holder && trace.cluster.has(flow.to)) &&
        !trace.flows.some((flow) => flow.token === token && flow.to === holder && trace.cluster.has(flow.from)),
    );
    if (drain === undefined) return [];
    return [
      accuse(trace, drain.holder, {
        severity: 'high',
        summary: `A contract of ${shortAddress(tx.from)} asked what ${shortAddress(drain.holder)} holds of ${shortAddress(drain.token)} and left with ${formatPercent(Math.min(1, drain.share))} of it.`,
        reasons: [
          { id: 'balance-read', text: 'The amount was not known before: the contract asked for the balance.' },
          {
            id: 'drained',
            text: `${formatPercent(Math.min(1, drain.share))} of the holdings left, and none of that token was given.`,
            value: drain.share,
          },
        ],
        evidence: { token: drain.token, share: drain.share, amount: drain.lost.toString(), before: drain.before.toString() },
      }),
    ];
  },
});
