/** A V3 pool's price of its first token in its second, in smallest units, from the root that its events give. */
export function priceOfSqrt(sqrtPriceX96: bigint): number {
  return (Number(sqrtPriceX96) / 2 ** 96) ** 2;
}
