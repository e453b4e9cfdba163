import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { IncidentDetail } from '../../contracts/alert.js';
import { client } from '../session/client.js';

/** What a person may do with an incident. */
export type IncidentAction =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'resolve' }
  | { readonly kind: 'false-positive' }
  | { readonly kind: 'unmute' }
  | { readonly kind: 'assign'; readonly assignee: string | null }
  | { readonly kind: 'mute'; readonly until: string };

/** What an action leads to, shown before the service has answered. */
export function changeOf(action: IncidentAction): Partial<Pick<IncidentDetail, 'status' | 'assignee' | 'mutedUntil'>> {
  switch (action.kind) {
    case 'acknowledge':
      return { status: 'acknowledged' };
    case 'resolve':
      return { status: 'resolved' };
    case 'false-positive':
      return { status: 'false_positive' };
    case 'assign':
      return { assignee: action.assignee };
    case 'mute':
      return { mutedUntil: action.until };
    case 'unmute':
      return { mutedUntil: null };
  }
}

function send(id: string, action: IncidentAction): Promise<unknown> {
  switch (action.kind) {
    case 'acknowledge':
      return client.incidents.acknowledge(id);
    case 'resolve':
      return client.incidents.resolve(id);
    case 'false-positive':
      return client.incidents.feedback(id, { verdict: 'false_positive' });
    case 'assign':
      return client.incidents.assign(id, { assignee: action.assignee });
    case 'mute':
      return client.incidents.mute(id, { until: action.until });
    case 'unmute':
      return client.incidents.mute(id, { until: null });
  }
}

/** Shows the new status at once, and takes it back where the service refuses. */
export function useIncidentAction(id: string) {
  const queries = useQueryClient();
  const key = ['incident', id];
  return useMutation({
    mutationFn: (action: IncidentAction) => send(id, action),
    onMutate: async (action) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData<IncidentDetail>(key);
      if (before !== undefined) queries.setQueryData<IncidentDetail>(key, { ...before, ...changeOf(action) });
      return { before };
    },
    onError: (_error, _action, context) => {
      if (context?.before !== undefined) queries.setQueryData(key, context.before);
    },
    onSettled: async () => {
      await Promise.all(['incident', 'incidents', 'overview'].map((name) => queries.invalidateQueries({ queryKey: [name] })));
    },
  });
}
