/** Half-lives of weighted counts, in seconds. */
export const TEN_MINUTES = 600;
export const A_DAY = 86_400;

/** What is left of a weighted count after some seconds; time that runs back changes nothing. */
export function decayOver(seconds: number, halfLife: number): number {
  return 0.5 ** (Math.max(0, seconds) / halfLife);
}
