import type { LiveSnapshot, LiveStore } from './live-store.js';

/** Lists are asked again at most this often, however much happens. */
const REFRESH_MS = 1_000;

const OLD_AFTER = [
  { revision: (live: LiveSnapshot) => live.incidentsRevision, keys: ['incidents', 'incident', 'overview', 'monitors', 'monitor'] },
  { revision: (live: LiveSnapshot) => live.chainsRevision, keys: ['chains', 'coverage'] },
] as const;

/** Asks again over HTTP for what an event says is old: a moment after the first change, together with all that follows within it. Returns how to stop. */
export function refreshQueries(
  store: LiveStore,
  invalidate: (key: string | null) => void,
  later: (run: () => void, ms: number) => void = setTimeout,
): () => void {
  const stops = OLD_AFTER.map(({ revision, keys }) => {
    let asked = revision(store.get());
    let isWaiting = false;
    return store.subscribe(() => {
      if (isWaiting || revision(store.get()) === asked) return;
      isWaiting = true;
      later(() => {
        isWaiting = false;
        asked = revision(store.get());
        for (const key of keys) invalidate(key);
      }, REFRESH_MS);
    });
  });
  const stopOnceLive = refreshOnceLive(store, invalidate);
  return () => {
    for (const stop of [...stops, stopOnceLive]) stop();
  };
}

/**
 * What events follow on was asked before the first of them could come: once they do, it is asked again, else what happened in between shows with
 * the next event only. Actions of other people and the state of chains are no part of the events' sequence: after a break, all is asked again.
 */
function refreshOnceLive(store: LiveStore, invalidate: (key: string | null) => void): () => void {
  let missed: readonly (string | null)[] = OLD_AFTER.flatMap(({ keys }) => keys);
  return store.subscribe(() => {
    const { kind } = store.get().connection;
    if (kind === 'reconnecting') missed = [null];
    if (kind !== 'live') return;
    for (const key of missed) invalidate(key);
    missed = [];
  });
}
