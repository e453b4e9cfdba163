const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

export function countText(value: number): string {
  return WHOLE.format(value);
}

/** `1 block`, `2 blocks`. */
export function countOf(value: number, one: string, many = `${one}s`): string {
  return `${countText(value)} ${value === 1 ? one : many}`;
}

export function riskText(risk: number | null): string {
  return risk === null ? '–' : String(Number(risk.toFixed(1)));
}

/** Three significant digits, without an exponent where it can be read without one. */
export function measureText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return WHOLE.format(value);
  const size = Math.abs(value);
  if (size >= 1_000 && size < 1e15) return WHOLE.format(value);
  if (size !== 0 && (size < 0.001 || size >= 1e15)) return value.toExponential(2);
  return String(Number(value.toPrecision(3)));
}

/** A p-value: how often traffic of this chain is at least as unusual. */
export function oneInText(p: number): string {
  if (!(p > 0)) return 'never seen';
  return p >= 0.5 ? 'usual' : `1 in ${WHOLE.format(Math.round(1 / p))}`;
}
