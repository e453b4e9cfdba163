import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { openRealtime } from '../../sdk/realtime.js';
import { sessionState } from '../session/session-state.js';
import { createLiveStore, type LiveSnapshot, type LiveStore } from './live-store.js';
import { refreshQueries } from './refresh-queries.js';

const LiveContext = createContext<LiveStore | null>(null);

/** Follows the service for as long as the page is open, once it knows who we are. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const [store] = useState(() => createLiveStore());
  const queries = useQueryClient();
  const isKnown = useSyncExternalStore(sessionState.subscribe, sessionState.get) === 'signed-in';
  useEffect(() => {
    if (!isKnown) return;
    const stopRefreshing = refreshQueries(store, (key) => void queries.invalidateQueries(key === null ? {} : { queryKey: [key] }));
    const realtime = openRealtime({
      url: window.location.origin,
      onEvent: store.take,
      onState: store.connection,
      onGap: () => void queries.invalidateQueries(),
    });
    return () => {
      realtime.close();
      stopRefreshing();
    };
  }, [store, queries, isKnown]);
  return <LiveContext value={store}>{children}</LiveContext>;
}

/** Parts of what came live; the selector must give the same object while nothing changed. */
export function useLive<T>(select: (snapshot: LiveSnapshot) => T): T {
  const store = useContext(LiveContext);
  if (store === null) throw new Error('useLive needs a LiveProvider above it');
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
