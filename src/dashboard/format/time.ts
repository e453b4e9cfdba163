const STEPS: readonly (readonly [limitS: number, unitS: number, unit: string])[] = [
  [60, 1, 's'],
  [3_600, 60, 'min'],
  [86_400, 3_600, 'h'],
  [86_400 * 60, 86_400, 'd'],
  [86_400 * 700, 86_400 * 30.44, 'mo'],
];

/** How long, in one unit: `4 s`, `12 min`, `3 d`, `7 y`. */
export function durationText(seconds: number): string {
  const s = Math.max(0, seconds);
  for (const [limit, unit, name] of STEPS) if (s < limit) return `${Math.floor(s / unit)} ${name}`;
  return `${Math.floor(s / (86_400 * 365.25))} y`;
}

/** `12 min ago`; a clock that is a little ahead of ours is `now`. */
export function agoText(time: string, nowMs: number): string {
  const seconds = (nowMs - Date.parse(time)) / 1_000;
  if (!Number.isFinite(seconds)) return 'unknown';
  return seconds < 2 ? 'now' : `${durationText(seconds)} ago`;
}

/** To the second, in UTC, as blocks and logs say it. */
export function exactText(time: string): string {
  const ms = Date.parse(time);
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : time;
}

/** Hours and minutes in the reader's own zone, for what happened in this session. */
export function clockText(ms: number): string {
  return new Date(ms).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
}
