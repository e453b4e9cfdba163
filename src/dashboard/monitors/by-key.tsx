import { useQuery } from '@tanstack/react-query';
import { client } from '../session/client.js';

/** Who did it: the name of a key where it may be read, else its id. */
export function ByKey({ id }: { readonly id: string }) {
  const keys = useQuery({
    queryKey: ['keys'],
    queryFn: () => client.keys.list(),
    staleTime: 60_000,
    retry: false,
  });
  return <span title={id}>{keys.data?.items.find((key) => key.id === id)?.name ?? id}</span>;
}
