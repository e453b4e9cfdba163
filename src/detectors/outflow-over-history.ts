import type { Address } from '../core/chain/block.js';
import { NATIVE } from '../core/chain/decoded.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { formatAmount, formatPercent, shortAddress } from '../core/detect/format.js';
import { WRAPPED } from '../core/trace/token-flows.js';

interface Params {
  /** Below this many outflows there is no history to speak of. */
  readonly minCount: number;
  /** How far above the 99.9th percentile. */
  readonly factor: bigint;
  /** Share of the holdings that stands for value where no price is known. */
  readonly minShare: number;
  readonly minUsd: number;
}

interface Outflow {
  readonly holder: Address;
  readonly token: Address;
  readonly amount: bigint;
}

/** Net losses by holder and token; who sent the transaction spends its own. */
function outflows(tx: InspectedTransaction): readonly Outflow[] {
  const net = new Map<string, Outflow>();
  const add = (holder: Address, token: Address, amount: bigint) => {
    // A wrapped coin's contract gives back what it keeps for others.
    if (holder === tx.from || holder === NATIVE || WRAPPED.has(holder)) return;
    const key = `${holder}${token}`;
    net.set(key, { holder, token, amount: (net.get(key)?.amount ?? 0n) + amount });
  };
  for (const transfer of tx.decoded.transfers) {
    if (transfer.standard !== 'erc20' && transfer.standard !== 'native') continue;
    add(transfer.from, transfer.token, transfer.amount);
    add(transfer.to, transfer.token, -transfer.amount);
  }
  return [...net.values()].filter(({ amount }) => amount > 0n);
}

function usdOf(ctx: DetectContext, token: Address, amount: bigint): number | null {
  const [price, decimals] = [ctx.priceUsdOf(token), ctx.decimalsOf(token)];
  return price === null || decimals === null ? null : (Number(amount) / 10 ** decimals) * price;
}

/** A contract loses far more of a token in one transaction than it ever did. See outflow-over-history.md. */
export default defineDetector<Params>({
  id: 'outflow-over-history',
  version: 1,
  title: 'Outflow far above the contract’s history',
  maturity: 'stable',
  attack: 'outflow',
  stage: 'exploit',
  needs: ['logs'],
  on: ['payment'],
  params: { minCount: 10, factor: 10n, minShare: 0.5, minUsd: 100_000 },

  inspect(tx, ctx, params) {
    return outflows(tx).flatMap(({ holder, token, amount }) => {
      const past = ctx.history.outflowOf(holder, token);
      if (past === null || past.count < params.minCount || amount <= past.p999 * params.factor) return [];
      const holdings = ctx.history.holdingsOf(holder, token);
      const share = holdings === null || holdings === 0n ? null : Math.min(1, Number(amount) / Number(holdings));
      const usd = usdOf(ctx, token, amount);
      const isLarge =
        usd === null
          ? share !== null && share >= params.minShare
          : usd >= params.minUsd || (share !== null && share >= params.minShare && usd >= params.minUsd / 10);
      if (!isLarge) return [];
      const decimals = ctx.decimalsOf(token);
      const times = Number(amount) / Math.max(1, Number(past.p999));
      return [
        {
          severity: share !== null && share >= 0.9 ? 'critical' : 'high',
          subject: { address: holder, role: 'victim' },
          parties: [
            { address: tx.from, role: 'sender' },
            { address: token, role: 'token' },
          ],
          summary: `${shortAddress(holder)} lost ${formatAmount(amount, decimals)} of ${shortAddress(token)} in one transaction, ${times.toFixed(0)} times its usual largest outflow.`,
          reasons: [
            {
              id: 'over-history',
              text: `99.9 % of ${past.count} earlier outflows were at most ${formatAmount(past.p999, decimals)}.`,
              value: times,
              usual: '1',
            },
            ...(share === null
              ? []
              : [{ id: 'share-of-holdings', text: `That is ${formatPercent(share)} of what it was seen to hold.`, value: share }]),
          ],
          evidence: {
            holder,
            token,
            amount: amount.toString(),
            p999: past.p999.toString(),
            outflows: past.count,
            shareOfHoldings: share,
            usd,
          },
        },
      ];
    });
  },
});
