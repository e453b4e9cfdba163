import type { Alert, AlertStatus, Incident } from '../../core/alert/alert.js';
import { seenIncident } from '../../core/alert/own-state.js';
import { incidentOf } from './incident-rows.js';
import { ownStateOf } from './own-states.js';
import { jsonOf, nullableTextOf, textOf } from './rows.js';
import type { SqlRow } from './sql.js';

/** Columns that `seenIncidentOf` reads, beside those of the table. */
export const SEEN_INCIDENT = 't.id, t.updated_at_ms, t.body, to_jsonb(own) as own_state, to_jsonb(every) as every_state';

/** An incident with what one organisation made of it. */
export function seenIncidentOf(row: SqlRow): Incident {
  return seenIncident(incidentOf(row), stateAt(row, 'own_state'), stateAt(row, 'every_state'));
}

function stateAt(row: SqlRow, column: string) {
  return row[column] === null || row[column] === undefined ? null : ownStateOf(jsonOf<SqlRow>(row, column));
}

/** An alert as one organisation sees it. */
export function seenAlertOf(row: SqlRow): Alert {
  return {
    ...jsonOf<Alert>(row, 'body'),
    status: textOf(row, 'shown') as AlertStatus,
    suppressedBy: nullableTextOf(row, 'suppression_id'),
  };
}
