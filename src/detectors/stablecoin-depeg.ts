import type { Address } from '../core/chain/block.js';
import { type DetectContext, defineDetector, type InspectedTransaction } from '../core/detect/detector.js';
import { shortAddress } from '../core/detect/format.js';

interface Params {
  /** Off one, from which on it is told. */
  readonly band: number;
  /** Told again each time it went so much further. */
  readonly step: number;
  readonly highFrom: number;
  /** Of either reserve, in whole tokens. */
  readonly minReserve: number;
}

const STEADY = 20;

interface DollarPool {
  readonly pool: Address;
  readonly tokens: readonly [Address, Address];
  readonly before: number;
  readonly after: number;
  readonly reserve: number;
}

function isDollar(token: Address, ctx: DetectContext): boolean {
  return ctx.priceUsdOf(token) === 1 || ctx.labelsOf(token).some(({ category }) => category === 'stablecoin');
}

/** Of dollars whose decimals are not known: 6 or 18, whichever makes them worth the same before. */
function guessedScale({ reserve0, reserve1 }: { readonly reserve0: bigint; readonly reserve1: bigint }): number {
  const ratio = Number(reserve1) / Number(reserve0);
  return ratio > 1e6 ? 1e-12 : ratio < 1e-6 ? 1e12 : 1;
}

/** Pools of two dollars that this transaction traded in, with the price of the one that went in before and after. */
function dollarPools(tx: InspectedTransaction, ctx: DetectContext): readonly DollarPool[] {
  return tx.decoded.syncs.flatMap(({ pool, reserve0, reserve1 }): DollarPool[] => {
    const before = ctx.history.reservesOf(pool);
    if (before === null || reserve0 === 0n || reserve1 === 0n || before.reserve0 === 0n || before.reserve1 === 0n) return [];
    const tokens = [
      ...new Set(
        tx.decoded.transfers.filter((one) => one.standard === 'erc20' && (one.from === pool || one.to === pool)).map(({ token }) => token),
      ),
    ].sort();
    const [token0, token1, more] = tokens;
    if (token0 === undefined || token1 === undefined || more !== undefined) return [];
    // Two dollars by what is known of them; or one, in a pool whose sides were worth the same for long.
    const known = [token0, token1].filter((token) => isDollar(token, ctx)).length;
    if (known === 0 || (known === 1 && ctx.history.steadyOf(pool) < STEADY)) return [];
    const [decimals0, decimals1] = [ctx.decimalsOf(token0), ctx.decimalsOf(token1)];
    const scale = decimals0 === null || decimals1 === null ? guessedScale(before) : 10 ** (decimals0 - decimals1);
    // Of token 0 in token 1; whichever is below one is the one that people leave.
    const [first, last] = [(Number(before.reserve1) / Number(before.reserve0)) * scale, (Number(reserve1) / Number(reserve0)) * scale];
    const isZeroWeak = last <= 1;
    const weak: readonly [Address, Address] = isZeroWeak ? [token0, token1] : [token1, token0];
    return [
      {
        pool,
        tokens: weak,
        before: isZeroWeak ? first : 1 / first,
        after: isZeroWeak ? last : 1 / last,
        reserve: decimals0 === null ? Number.POSITIVE_INFINITY : Number(reserve0) / 10 ** decimals0,
      },
    ];
  });
}

/** A dollar is worth less than a dollar in a pool. See stablecoin-depeg.md. */
export default defineDetector<Params>({
  id: 'stablecoin-depeg',
  version: 1,
  title: 'Stablecoin off its peg',
  maturity: 'stable',
  attack: 'depeg',
  stage: 'govern',
  needs: ['logs'],
  on: ['pool'],
  params: { band: 0.03, step: 0.05, highFrom: 0.1, minReserve: 10_000 },

  inspect(tx, ctx, params) {
    const steps = (price: number) => (1 - price < params.band ? -1 : Math.floor((1 - price) / params.step));
    return dollarPools(tx, ctx).flatMap(({ pool, tokens: [weak, other], before, after, reserve }) => {
      if (reserve < params.minReserve || steps(after) <= steps(before)) return [];
      return [
        {
          severity: 1 - after >= params.highFrom ? ('high' as const) : ('medium' as const),
          subject: { address: weak, role: 'stablecoin' },
          parties: [
            { address: pool, role: 'pool' },
            { address: other, role: 'other' },
            { address: tx.from, role: 'trader' },
          ],
          summary: `${shortAddress(weak)} is worth ${after.toFixed(3)} of ${shortAddress(other)} in pool ${shortAddress(pool)}, after ${before.toFixed(3)} before.`,
          reasons: [
            { id: 'off-peg', text: `The price left one by ${((1 - after) * 100).toFixed(1)} %.`, value: after, usual: '0.99 to 1.01' },
          ],
          evidence: { stablecoin: weak, against: other, pool, price: after, priceBefore: before },
        },
      ];
    });
  },
});
