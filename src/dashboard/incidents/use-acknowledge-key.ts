import { useQueryClient } from '@tanstack/react-query';
import { focusedRow } from '../keyboard/use-list-keys.js';
import { useShortcut } from '../keyboard/use-shortcut.js';
import { decisionNotice } from './decision-notice.js';
import { shownIncident } from './show-decision.js';
import { useIncidentAction } from './use-incident-action.js';

/** `a` acknowledges the open incident whose row has the focus. */
export function useAcknowledgeKey(): void {
  const queries = useQueryClient();
  const { mutate } = useIncidentAction((error, { id }) => {
    const title = shownIncident(queries, id)?.title ?? id;
    decisionNotice.set({ kind: 'failed', incidentId: id, title, says: `It was not acknowledged: ${error.message}` });
  });
  useShortcut('a', () => {
    const id = focusedRow();
    const incident = id === null ? null : shownIncident(queries, id);
    if (incident?.status === 'open') mutate({ id: incident.id, action: { kind: 'acknowledge' } });
  });
}
