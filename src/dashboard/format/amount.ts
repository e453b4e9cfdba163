function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** An amount in its token's unit with at most six digits after the point; exact text is `exactAmount`. */
export function amountText(amount: string, decimals: number | null): string {
  const isNegative = amount.startsWith('-');
  const digits = isNegative ? amount.slice(1) : amount;
  const sign = isNegative ? '−' : '';
  if (decimals === null) return `${sign}${unitsText(digits)}`;
  const padded = digits.padStart(decimals + 1, '0');
  const whole = padded.slice(0, padded.length - decimals);
  const fraction = padded.slice(padded.length - decimals);
  const kept = whole.length > 3 ? fraction.slice(0, 2) : fraction.slice(0, 6);
  const trimmed = kept.replace(/0+$/, '');
  if (whole === '0' && trimmed === '' && /[1-9]/.test(fraction)) return `${sign}< 0.000001`;
  return `${sign}${grouped(whole)}${trimmed === '' ? '' : `.${trimmed}`}`;
}

/** Where a token's decimals are not known there is no point to set: short counts whole, long ones by their order of magnitude. */
function unitsText(digits: string): string {
  if (digits.length <= 9) return grouped(digits);
  return `${digits[0] ?? ''}.${digits.slice(1, 3)} × 10${superscript(digits.length - 1)}`;
}

function superscript(value: number): string {
  return String(value).replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit);
}

/** An allowance at or above this never runs out. */
const UNLIMITED = 2n ** 255n;

export function isUnlimited(amount: string): boolean {
  return BigInt(amount) >= UNLIMITED;
}
