import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { traceOf } from '../core/trace/trace-facts.js';
import { gainInWords, largeGain } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
}

/** One pool is traded in both directions in one transaction, and a profit is left. See swap-both-ways-profit.md. */
export default defineDetector<Params>({
  id: 'swap-both-ways-profit',
  version: 1,
  title: 'Profit from trading a pool both ways',
  maturity: 'stable',
  attack: 'price-manipulation',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minUsd: 5_000 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.calls.length < 4) return [];
    const pool = trace.bothWays;
    if (pool === null) return [];
    const gain = largeGain(trace.clusterNet, trace, ctx, params.minUsd) ?? largeGain(trace.takersNet, trace, ctx, params.minUsd);
    if (gain === null) return [];
    return [
      accuse(trace, pool, {
        severity: 'high',
        summary: `${shortAddress(tx.from)} traded pool ${shortAddress(pool)} both ways in one transaction and kept ${gainInWords(gain)}.`,
        reasons: [
          { id: 'both-ways', text: 'The pool was traded in both directions: fees make that a loss, unless something happened in between.' },
          { id: 'large-gain', text: `The sender's side ended with ${gainInWords(gain)} more.` },
        ],
        evidence: { pool, usd: gain.usd, share: gain.share },
      }),
    ];
  },
});
