import { useQuery } from '@tanstack/react-query';
import { client } from '../session/client.js';

/** Whether the key of this session may save; true while that is not known yet: the service has the last word. */
export function useMayWrite(): boolean {
  const { data } = useQuery({ queryKey: ['session'], queryFn: ({ signal }) => client.session.get(signal), staleTime: 30_000 });
  return data === undefined || data.scopes.includes('write');
}
