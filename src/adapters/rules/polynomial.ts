/** A polynomial in n, the longest list that is walked: its coefficients from n⁰ on. */
export type Polynomial = readonly number[];

export const ZERO: Polynomial = [];
export const ONE: Polynomial = [1];
export const N: Polynomial = [0, 1];

export function plus(...all: readonly Polynomial[]): Polynomial {
  const terms = Math.max(0, ...all.map(({ length }) => length));
  return Array.from({ length: terms }, (_, i) => all.reduce((total, one) => total + (one[i] ?? 0), 0));
}

export function times(a: Polynomial, b: Polynomial): Polynomial {
  const product = Array.from({ length: Math.max(0, a.length + b.length - 1) }, () => 0);
  for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) product[i + j] = (product[i + j] ?? 0) + x * y;
  return product;
}
