import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isProblemError } from '../../sdk/problem-error.js';
import { sessionState } from './session-state.js';

const RETRIES = 2;

/** Nothing to win by asking again where the service said no. */
function isWorthAnotherTry(error: Error): boolean {
  return !isProblemError(error) || error.status === 0 || error.status >= 500;
}

/** The service does not know us, or no longer. */
export function isRefused(error: Error): boolean {
  return isProblemError(error) && error.status === 401;
}

export function createDashboardQueries(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isRefused(error)) sessionState.set('signed-out');
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        retry: (count, error) => count < RETRIES && isWorthAnotherTry(error),
        refetchOnWindowFocus: true,
      },
    },
  });
}
