/** Amounts lie between −(2^256 − 1) and 2^256 − 1: what a contract can hold, and what it can lose. */
const LIMIT = 2n ** 256n;

/** An exact whole number of a token's smallest unit, with operators of its own in the language of monitors. Arithmetic that leaves 256 bits is an error. */
export class Amount {
  constructor(readonly value: bigint) {}

  toString(): string {
    return this.value.toString();
  }
}

/** Throws RangeError beyond 256 bits. */
export function amountOf(value: bigint): Amount {
  if (value >= LIMIT || value <= -LIMIT) throw new RangeError('the amount leaves 256 bits');
  return new Amount(value);
}

/**
 * A decimal text in units of 10^-decimals: `("1.5", 6)` is 1,500,000. Throws RangeError where the text is no number, has more digits than the unit, or leaves 256 bits.
 */
export function parseAmount(text: string, decimals: number): Amount {
  const [, sign = '', whole, fraction = ''] = /^(-?)(\d{1,80})(?:\.(\d{1,80}))?$/.exec(text.replaceAll('_', '')) ?? [];
  if (whole === undefined) throw new RangeError(`"${text.slice(0, 40)}" is no amount: digits, and perhaps a point`);
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 77) throw new RangeError('decimals lie between 0 and 77');
  if (fraction.length > decimals) throw new RangeError(`"${text.slice(0, 40)}" has more than ${decimals} digits behind the point`);
  const units = BigInt(whole + fraction.padEnd(decimals, '0'));
  return amountOf(sign === '-' ? -units : units);
}
