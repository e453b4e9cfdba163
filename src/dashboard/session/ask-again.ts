import type { QueryClient } from '@tanstack/react-query';

/** Asks again for what a change made old, without waiting: the outcome of the change is told at once, however slow the lists are. */
export function askAgain(queries: QueryClient, names: readonly string[]): void {
  for (const name of names) void queries.invalidateQueries({ queryKey: [name] });
}
