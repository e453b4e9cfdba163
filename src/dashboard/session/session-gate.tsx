import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import { client } from './client.js';
import { sessionState } from './session-state.js';
import { SignInPage } from './sign-in-page.js';

/** Asks once for something small; a 401, here or later, brings the sign-in page, and what was open comes back afterwards. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const session = useSyncExternalStore(sessionState.subscribe, sessionState.get);
  const probe = useQuery({ queryKey: ['overview'], queryFn: ({ signal }) => client.analytics.overview(signal) });
  useEffect(() => {
    if (probe.isSuccess) sessionState.set('signed-in');
  }, [probe.isSuccess]);
  if (session === 'signed-out') return <SignInPage onDone={() => void probe.refetch()} />;
  return children;
}
