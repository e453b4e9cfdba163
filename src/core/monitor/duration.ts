const UNIT_S = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** `90s`, `10m`, `1h` or `7d` in seconds; null where it is none of these. */
export function secondsOf(text: string): number | null {
  const [, digits, unit] = /^([1-9]\d{0,6})([smhd])$/.exec(text) ?? [];
  if (digits === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) return null;
  return Number(digits) * UNIT_S[unit];
}
