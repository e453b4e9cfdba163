const STEPS_MS = [5_000, 15_000, 60_000, 300_000, 600_000] as const;
const LONGEST_MS = 600_000;
const JITTER = 0.2;

/** How long after a failure the next try comes: soon at first, then every ten minutes, so that a receiver that is back hears soon; never the same for two. */
export function retryDelayMs(attempts: number, random: number): number {
  return (STEPS_MS[attempts] ?? LONGEST_MS) * (1 - JITTER + 2 * JITTER * random);
}
