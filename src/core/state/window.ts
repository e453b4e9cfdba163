/** One thing that happened, in chain seconds. */
export interface WindowEntry {
  readonly at: number;
}

/** How long something is remembered, and how much of it at most: the oldest go first. */
export interface WindowBounds {
  readonly seconds: number;
  readonly entries: number;
}

/** The window with one more entry; what is too old or too much is left out. Entries come in time's order. */
export function withEntry<E extends WindowEntry>(
  window: readonly E[] | undefined,
  entry: E,
  { seconds, entries }: WindowBounds,
): readonly E[] {
  const kept = (window ?? []).filter(({ at }) => at > entry.at - seconds);
  return [...(kept.length < entries ? kept : kept.slice(kept.length - entries + 1)), entry];
}

/** What of a window is younger than some seconds at a moment. */
export function within<E extends WindowEntry>(window: readonly E[] | undefined, now: number, seconds: number): readonly E[] {
  return (window ?? []).filter(({ at }) => at > now - seconds);
}
