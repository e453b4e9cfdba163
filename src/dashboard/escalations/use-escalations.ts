import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EscalationView } from '../../contracts/escalation.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { type EscalationDraft, policyBodyOf, policyIdOf } from './escalation-draft.js';

const KEY = 'escalations';

/** Who hears of an incident that nobody acknowledges. */
export function useEscalations() {
  return useQuery({ queryKey: [KEY], queryFn: ({ signal }) => client.escalations.list(signal) });
}

/** Makes a policy, or changes the one that is given. */
export function useSavePolicy(policy: EscalationView | null, taken: readonly string[], onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (draft: EscalationDraft) =>
      policy === null
        ? client.escalations.create({ id: policyIdOf(draft.title, taken), ...policyBodyOf(draft) })
        : client.escalations.change(policy.id, policyBodyOf(draft)),
    onSuccess: () => {
      askAgain(queries, [KEY]);
      onSaved();
    },
  });
}

export function useRemovePolicy(onRemoved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.escalations.remove(id),
    onSuccess: () => {
      askAgain(queries, [KEY]);
      onRemoved();
    },
  });
}
