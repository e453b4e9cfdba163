import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { IncidentView } from '../../contracts/alert.js';
import { askAgain } from '../session/ask-again.js';
import { client } from '../session/client.js';
import { decisionNotice } from './decision-notice.js';
import { changeOf, doneText, type IncidentAction } from './incident-action.js';
import { OLD_AFTER_DECISION, showDecision } from './show-decision.js';

function send(id: string, action: IncidentAction): Promise<IncidentView> {
  switch (action.kind) {
    case 'acknowledge':
      return client.incidents.acknowledge(id);
    case 'resolve':
      return client.incidents.resolve(id);
    case 'false-positive':
      return client.incidents.feedback(id, { verdict: 'false_positive', suppress: action.suppress });
    case 'assign':
      return client.incidents.assign(id, { assignee: action.assignee });
    case 'mute':
      return client.incidents.mute(id, action.mute);
    case 'unmute':
      return client.incidents.mute(id, { until: null });
  }
}

export interface IncidentDecision {
  readonly id: string;
  readonly action: IncidentAction;
}

/** Shows what was decided at once, offers to take it back, and comes back to what was before where the service refuses. */
export function useIncidentAction(onRefused?: (error: Error, decision: IncidentDecision) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, action }: IncidentDecision) => send(id, action),
    onMutate: ({ id, action }) => showDecision(queries, id, changeOf(action)),
    onError: (error, decision, context) => {
      context?.takeBack();
      onRefused?.(error, decision);
    },
    onSuccess: ({ title, stateRevision = 0 }, { id, action }, { before }) => {
      const notice = { kind: 'done', incidentId: id, title, says: doneText(action), revision: stateRevision, before } as const;
      decisionNotice.set(stateRevision > 0 ? notice : null);
    },
    onSettled: () => askAgain(queries, OLD_AFTER_DECISION),
  });
}
