import { useQuery } from '@tanstack/react-query';
import { client } from '../session/client.js';

/** The chains that are followed. `everyMs`: asked again so often, where the newest block matters; left out: when an event says that they changed. */
export function useChains(everyMs: number | false = false) {
  return useQuery({ queryKey: ['chains'], queryFn: ({ signal }) => client.chains(signal), refetchInterval: everyMs });
}
