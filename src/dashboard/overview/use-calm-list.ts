import { useRef, useState } from 'react';

interface CalmList<T> {
  readonly shown: readonly T[];
  /** How many are there that are not shown. */
  readonly waiting: number;
  release(): void;
}

/**
 * A list that does not jump while it is read: held, it keeps its rows in their order and only lets their content change;
 * what came meanwhile waits until it is released.
 */
export function useCalmList<T extends { readonly id: string }>(items: readonly T[], isHeld: boolean): CalmList<T> {
  const [released, setReleased] = useState(0);
  const kept = useRef<{ readonly release: number; readonly ids: readonly string[] } | null>(null);
  const isStale = kept.current === null || kept.current.release !== released || !items.some(({ id }) => kept.current?.ids.includes(id));
  // Another filter brings another list: nothing of what was read is left to hold on to.
  if (!isHeld || isStale) kept.current = { release: released, ids: items.map(({ id }) => id) };
  const ids = kept.current?.ids ?? [];
  const byId = new Map(items.map((item) => [item.id, item]));
  const shown = ids.flatMap((id) => {
    const item = byId.get(id);
    return item === undefined ? [] : [item];
  });
  const isShown = new Set(ids);
  return { shown, waiting: items.filter(({ id }) => !isShown.has(id)).length, release: () => setReleased(released + 1) };
}
