import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { LIQUIDITY_OUT } from '../core/trace/selectors.js';
import { onlyGains, type TraceFacts, traceOf } from '../core/trace/trace-facts.js';
import { usdOf } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
  readonly minFlows: number;
  readonly minCallees: number;
}

const NOBODY: Address = '0x0000000000000000000000000000000000000000';
const DUST = 10n;

/** The contract that lost most and received nothing for it: no token, no coin, no share that was burned. */
function worstLoser(trace: TraceFacts, ctx: DetectContext): { readonly loser: Address; readonly usd: number } | null {
  let worst: { readonly loser: Address; readonly usd: number } | null = null;
  for (const [loser, net] of trace.byParty) {
    if (trace.cluster.has(loser) || loser === NOBODY || trace.isSilent(loser)) continue;
    const amounts = [...net.values()];
    if (!amounts.some((amount) => amount < -DUST) || amounts.some((amount) => amount > DUST)) continue;
    const usd = usdOf(net, ctx).lost;
    if (usd > (worst?.usd ?? 0)) worst = { loser, usd };
  }
  return worst;
}

/** A contract pays out and gets nothing in return, while the sender's side only gains. See balance-conservation-broken.md. */
export default defineDetector<Params>({
  id: 'balance-conservation-broken',
  version: 1,
  title: 'Paid out for nothing',
  maturity: 'stable',
  attack: 'accounting',
  stage: 'exploit',
  needs: ['trace'],
  params: { minUsd: 20_000, minFlows: 3, minCallees: 5 },

  inspect(tx, ctx, params) {
    const trace = traceOf(tx);
    if (trace === null || trace.flows.length < params.minFlows || !onlyGains(trace.takersNet)) return [];
    if (trace.calls.some(({ selector }) => LIQUIDITY_OUT.has(selector))) return [];
    if (new Set(trace.calls.map(({ to }) => to)).size < params.minCallees) return [];
    const worst = worstLoser(trace, ctx);
    if (worst === null || worst.usd < params.minUsd) return [];
    const { gained, lost } = usdOf(trace.takersNet.net, ctx);
    if (gained - lost < params.minUsd) return [];
    return [
      accuse(trace, worst.loser, {
        severity: 'high',
        summary: `${shortAddress(worst.loser)} paid out about ${Math.round(worst.usd).toLocaleString('en-US')} USD and received nothing; the side of ${shortAddress(tx.from)} only gained.`,
        reasons: [
          { id: 'one-sided', text: 'Tokens left the contract without a payment, a debt or a share that was burned.', value: worst.usd },
          { id: 'only-gains', text: 'The sender, its contracts and who received for it gave nothing.' },
        ],
        evidence: { contract: worst.loser, usd: worst.usd },
      }),
    ];
  },
});
