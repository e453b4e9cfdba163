import { defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse, victimOf } from '../core/trace/attack-parties.js';
import { takesOwnMoney } from '../core/trace/own-money.js';
import { LIQUIDITY_OUT } from '../core/trace/selectors.js';
import { onlyGains, traceOf } from '../core/trace/trace-facts.js';
import { gainInWords, largeGain } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
  readonly minFlows: number;
}

/** Who brought nothing leaves with much, through several contracts. See profit-from-nothing.md. */
export default defineDetector<Params>({
  id: 'profit-from-nothing',
  version: 1,
  title: 'Large profit from nothing',
  maturity: 'stable',
  attack: 'outflow',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minUsd: 50_000, minFlows: 3 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < params.minFlows || trace.calls.some(({ selector }) => LIQUIDITY_OUT.has(selector)))
      return [];
    for (const group of [trace.takersNet, trace.clusterNet]) {
      const gain = onlyGains(group) ? largeGain(group, trace, ctx, params.minUsd) : null;
      if (gain === null || takesOwnMoney(trace, trace.cluster, ctx.history)) continue;
      const victim = victimOf(trace);
      return [
        accuse(trace, victim, {
          severity: 'high',
          summary: `${shortAddress(tx.from)} gave nothing and left with ${gainInWords(gain)}, most of it from ${shortAddress(victim)}.`,
          reasons: [
            { id: 'gave-nothing', text: 'No token and no coin left the sender, its contracts, or who received for it.' },
            { id: 'large-gain', text: `They gained ${gainInWords(gain)}.`, usual: 'an arbitrage of this size is rare' },
          ],
          evidence: { usd: gain.usd, share: gain.share, tokens: group.gained.slice(0, 8), flows: trace.flows.length },
        }),
      ];
    }
    return [];
  },
});
