import { defineDetector } from '../core/detect/detector.js';
import { formatPercent, shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { drainsOf } from '../core/trace/drains.js';
import { LIQUIDITY_OUT } from '../core/trace/selectors.js';
import { traceOf } from '../core/trace/trace-facts.js';
import { usdOfAmount } from '../core/trace/value.js';

interface Params {
  readonly minShare: number;
  readonly minUsd: number;
  readonly minFlows: number;
}

/** A contract loses nearly all that it holds of a valuable token in one transaction. See outflow-drains-contract.md. */
export default defineDetector<Params>({
  id: 'outflow-drains-contract',
  version: 1,
  title: 'Contract drained of a token',
  maturity: 'stable',
  attack: 'outflow',
  stage: 'exploit',
  needs: ['trace'],
  on: ['calls'],
  params: { minShare: 0.9, minUsd: 20_000, minFlows: 3 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < params.minFlows || trace.calls.some(({ selector }) => LIQUIDITY_OUT.has(selector)))
      return [];
    for (const { token, holder, share, lost, before } of drainsOf(trace, ctx)) {
      if (share < params.minShare || holder === token || trace.isSilent(holder)) continue;
      const usd = usdOfAmount(token, before, ctx);
      if (usd === null || usd < params.minUsd) continue;
      return [
        accuse(trace, holder, {
          severity: 'high',
          summary: `${shortAddress(holder)} lost ${formatPercent(Math.min(1, share))} of what it held of ${shortAddress(token)}, about ${Math.round(usd).toLocaleString('en-US')} USD, in one transaction.`,
          reasons: [
            {
              id: 'drained',
              text: `${formatPercent(Math.min(1, share))} of the balance before the transaction left.`,
              value: share,
              usual: 'below 10 %',
            },
          ],
          evidence: { token, share, usd, amount: lost.toString(), before: before.toString() },
        }),
      ];
    }
    return [];
  },
});
