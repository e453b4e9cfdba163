import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import type { DetectContext } from '../detect/detector.js';
import { drainsOf } from './drains.js';
import type { GroupNet, Net } from './token-flows.js';
import type { TraceFacts } from './trace-facts.js';

export interface UsdNet {
  readonly gained: number;
  readonly lost: number;
  /** Tokens gained whose price is not known: they count as nothing above. */
  readonly unpriced: readonly Address[];
}

/** What a balance of gains and losses is worth. */
export function usdOf(net: Net, ctx: DetectContext): UsdNet {
  let [gained, lost] = [0, 0];
  const unpriced: Address[] = [];
  for (const [token, amount] of net) {
    const usd = usdOfAmount(token, amount < 0n ? -amount : amount, ctx);
    if (usd === null) {
      if (amount > 0n) unpriced.push(token);
    } else if (amount > 0n) gained += usd;
    else lost += usd;
  }
  return { gained, lost, unpriced };
}

export function usdOfAmount(token: Address, amount: bigint, ctx: DetectContext): number | null {
  const price = ctx.priceUsdOf(token);
  const decimals = token === NATIVE ? 18 : ctx.decimalsOf(token);
  return price === null || decimals === null ? null : (Number(amount) / 10 ** decimals) * price;
}

/** Half of what a victim held stands for a large sum where nobody knows the price. */
const LARGE_SHARE = 0.5;

export interface Gain {
  readonly usd: number | null;
  /** The largest share of what a contract held that left it, where the prices say nothing. */
  readonly share: number | null;
}

/** A group's gain where it reaches a line in USD; where its tokens have no price, where a contract lost half of what it held. Null: it is small, or not known. */
export function largeGain(group: GroupNet, trace: TraceFacts, ctx: DetectContext, leastUsd: number): Gain | null {
  const { gained, lost, unpriced } = usdOf(group.net, ctx);
  if (gained - lost >= leastUsd) return { usd: gained - lost, share: null };
  if (unpriced.length === 0) return null;
  const share = Math.max(0, ...drainsOf(trace, ctx).flatMap((drain) => (unpriced.includes(drain.token) ? [drain.share] : [])));
  return share >= LARGE_SHARE ? { usd: null, share } : null;
}

export function gainInWords({ usd, share }: Gain): string {
  return usd === null
    ? `${Math.round((share ?? 0) * 100)} % of what a contract held`
    : `about ${Math.round(usd).toLocaleString('en-US')} USD`;
}
