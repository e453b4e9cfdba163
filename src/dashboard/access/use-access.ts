import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { useSession } from '../session/use-session.js';

/** Members of the reader's organisation: whoever may read sees them. */
export function useMembers() {
  const { session } = useSession();
  const organisation = session?.organisationId ?? '';
  return useQuery({
    queryKey: ['members', organisation],
    queryFn: () => client.organisations.members(organisation),
    enabled: organisation !== '',
  });
}

/** A change of who may do what; keys, members and the log of it are asked for again. */
export function useAccessChange<T, R>(change: (input: T) => Promise<R>, onDone: (result: R) => void = () => undefined) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (result) => {
      askAgain(queries, ['keys', 'members', 'audit', 'session']);
      onDone(result);
    },
  });
}
