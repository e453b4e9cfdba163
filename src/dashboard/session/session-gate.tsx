import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { client } from './client.js';
import { isRefused } from './query-client.js';
import { sessionState } from './session-state.js';
import { SignInPage } from './sign-in-page.js';

/** Asks once for something small; a 401, here or later, brings the sign-in page, and what was open comes back afterwards. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const session = useSyncExternalStore(sessionState.subscribe, sessionState.get);
  const probe = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => client.analytics.overview(signal) });
  const { dataUpdatedAt, failureReason } = probe;
  useEffect(() => {
    // What fails for any other reason says nothing against the session: live alerts do not wait for analytics.
    if (failureReason === null ? dataUpdatedAt > 0 : !isRefused(failureReason)) sessionState.set('signed-in');
  }, [dataUpdatedAt, failureReason]);
  if (session === 'signed-out') return <SignInPage onDone={() => void probe.refetch()} />;
  return children;
}
