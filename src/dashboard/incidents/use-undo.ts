import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { isProblemError } from '../../sdk/problem-error.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { type DecisionNotice, decisionNotice } from './decision-notice.js';
import { nowTrueText } from './incident-action.js';
import { OLD_AFTER_DECISION, showDecision } from './show-decision.js';

type Done = Extract<DecisionNotice, { kind: 'done' }>;

/** Where somebody else was faster, what is true now belongs to the answer. */
async function whyNot(queries: QueryClient, error: Error, incidentId: string): Promise<string> {
  if (!isProblemError(error) || error.status !== 409) return error.message;
  const now = await queries
    .fetchQuery({ queryKey: ['incident', incidentId], queryFn: ({ signal }) => client.incidents.get(incidentId, signal), staleTime: 0 })
    .catch(() => null);
  return now === null ? error.message : `${error.message} ${nowTrueText(now)}`;
}

/** Takes the last decision back: shown at once, and shown again as it was where the service refuses. */
export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ incidentId, revision }: Done) => client.incidents.undo(incidentId, { revision }),
    onMutate: ({ incidentId, title, before }) => {
      decisionNotice.set({ kind: 'undoing', incidentId, title });
      return showDecision(queries, incidentId, before ?? {});
    },
    onError: async (error, { incidentId, title }, context) => {
      context?.takeBack();
      const says = `It was not taken back: ${await whyNot(queries, error, incidentId)}`;
      decisionNotice.set({ kind: 'failed', incidentId, title, says });
    },
    onSuccess: (_incident, { incidentId, title }) => decisionNotice.set({ kind: 'undone', incidentId, title }),
    onSettled: () => askAgain(queries, OLD_AFTER_DECISION),
  });
}
