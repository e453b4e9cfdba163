import type { Address, Hex } from '../core/chain/block.js';
import { NOBODY } from '../core/chain/nobody.js';
import { type DetectContext, type Detection, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { formatAmount, shortAddress } from '../core/detect/format.js';
import { accuse } from '../core/trace/attack-parties.js';
import { BORROWS, LIQUIDITY_OUT } from '../core/trace/selectors.js';
import { onlyGains, type TraceFacts, traceOf } from '../core/trace/trace-facts.js';
import { usdOf, usdOfAmount } from '../core/trace/value.js';

interface Params {
  readonly minUsd: number;
  readonly minFlows: number;
  readonly minCallees: number;
  /** Deposits for shares that a vault's past must show. */
  readonly minDeposits: number;
  /** Of the holdings, where no price is known. */
  readonly minShare: number;
}

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

/** By the call trace: the sender's side only gains, and somebody only lost. */
function paidOutInTrace(tx: InspectedTransaction, ctx: DetectContext, params: Params): readonly Detection[] {
  const trace = traceOf(tx);
  if (trace === null || trace.calls.length < params.minCallees || trace.flows.length < params.minFlows || !onlyGains(trace.takersNet))
    return [];
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
}

/** By events and the past: a vault that burns shares for whatever it pays does not burn any this time. */
function paidWithoutShares(tx: InspectedTransaction, ctx: DetectContext, params: Params): readonly Detection[] {
  const { transfers } = tx.decoded;
  if (tx.receipt === null || tx.receipt.status === 0 || transfers.length === 0) return [];
  const isSide = (address: Address, vault: Address) => address === tx.from || (address === tx.to && address !== vault);
  for (const { standard, token, from: vault, to, amount } of transfers) {
    if (standard !== 'erc20' || vault === NOBODY || vault === token || !isSide(to, vault)) continue;
    const past = ctx.history.sharesOf(vault);
    if (past === null || past.matchedIn < params.minDeposits || past.unmatchedOut > 0) continue;
    const isPaidFor = transfers.some((one) => (one.token === vault && one.to === NOBODY) || (one.to === vault && one.amount > 0n));
    if (isPaidFor || isBorrowed(tx) || ctx.history.creatorOf(vault) === tx.from) continue;
    const usd = usdOfAmount(token, amount, ctx);
    const holdings = ctx.history.holdingsOf(vault, token);
    const share = holdings === null || holdings === 0n ? null : Math.min(1, Number(amount) / Number(holdings));
    if (usd === null ? (share ?? 0) < params.minShare : usd < params.minUsd) continue;
    const sum = formatAmount(amount, ctx.decimalsOf(token));
    return [
      {
        severity: 'high',
        subject: { address: vault, role: 'victim' },
        parties: [
          { address: tx.from, role: 'attacker' },
          { address: token, role: 'token' },
        ],
        summary: `${shortAddress(vault)} paid ${sum} of ${shortAddress(token)} to ${shortAddress(to)}, and no share of it was burnt.`,
        reasons: [
          { id: 'no-share-burnt', text: 'Nothing was paid to the vault and none of its shares were destroyed.' },
          {
            id: 'past',
            text: `Before, ${past.matchedIn} deposits came with new shares and all ${past.matchedOut} payments with burnt ones.`,
            value: past.matchedIn,
          },
        ],
        evidence: { contract: vault, token, amount: amount.toString(), usd, share },
      },
    ];
  }
  return [];
}

/** A lender's payout is a debt of its borrower. */
function isBorrowed({ decoded, frames }: InspectedTransaction): boolean {
  const { selector } = decoded;
  return (selector !== null && BORROWS.has(selector)) || frames?.some(({ input }) => BORROWS.has(input.slice(0, 10) as Hex)) === true;
}

/** A contract pays out and gets nothing in return, while the sender's side only gains. See balance-conservation-broken.md. */
export default defineDetector<Params>({
  id: 'balance-conservation-broken',
  version: 1,
  title: 'Paid out for nothing',
  maturity: 'stable',
  attack: 'accounting',
  stage: 'exploit',
  needs: [],
  on: ['calls', 'tokens'],
  params: { minUsd: 20_000, minFlows: 3, minCallees: 5, minDeposits: 2, minShare: 0.25 },

  inspect(tx, ctx, params) {
    const inTrace = paidOutInTrace(tx, ctx, params);
    return inTrace.length > 0 ? inTrace : paidWithoutShares(tx, ctx, params);
  },
});
