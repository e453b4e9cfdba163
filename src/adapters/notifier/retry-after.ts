const LONGEST_MS = 86_400_000;

/** Seconds or a date, by RFC 9110; null where it is neither or already over. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  const value = (header ?? '').trim();
  const ms = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - nowMs;
  return bounded(ms);
}

/** Seconds as a number in a body. */
export function secondsMs(seconds: unknown): number | null {
  return typeof seconds === 'number' ? bounded(seconds * 1_000) : null;
}

function bounded(ms: number): number | null {
  return Number.isFinite(ms) && ms > 0 ? Math.min(Math.ceil(ms), LONGEST_MS) : null;
}
