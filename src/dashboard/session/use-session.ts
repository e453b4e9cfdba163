import { useQuery } from '@tanstack/react-query';
import type { SessionView } from '../../contracts/management.js';
import { client } from './client.js';

export type Scope = SessionView['scopes'][number];

/** Who is signed in, and what their key may do: what it may not is said before it is tried. */
export function useSession() {
  const { data, error, refetch } = useQuery({
    queryKey: ['session'],
    queryFn: ({ signal }) => client.session.get(signal),
    staleTime: 30_000,
  });
  return {
    session: data ?? null,
    error,
    refetch,
    /** True as well while that is not known yet: the service has the last word. */
    may: (scope: Scope) => data === undefined || data.scopes.includes(scope),
  };
}
