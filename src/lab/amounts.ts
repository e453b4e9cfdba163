export const UNLIMITED = 2n ** 256n - 1n;
/** What the market maker brings the pool back to. */
export const USD_PER_ETHER = 2_500;

/** Wei. */
export function ether(amount: number): bigint {
  return BigInt(Math.round(amount * 1_000)) * 10n ** 15n;
}

/** The smallest unit of the town's dollar, which has six decimals. */
export function usd(amount: number): bigint {
  return BigInt(Math.round(amount * 100)) * 10n ** 4n;
}
