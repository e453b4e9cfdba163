import { SEVERITIES } from '../../core/detect/finding.js';
import type { OpenIncidents } from '../../ports/control-store.js';
import { numberOf, textOf } from './rows.js';
import { SHOWN_INCIDENT_STATUS, visibleTo, withIncidentStates } from './shown-status.js';
import type { Sql } from './sql.js';

/** How many incidents are not over, by chain, severity and whether someone took them. */
export async function openIncidents(sql: Sql, organisationId: string | null): Promise<readonly OpenIncidents[]> {
  const rows = await sql.query(
    `with seen as (select t.chain_id, t.severity, ${SHOWN_INCIDENT_STATUS} as status from ${withIncidentStates('$1::text')}
                   where t.status <> 'withdrawn' and ($1::text is null or ${visibleTo('$1')}))
     select chain_id, severity, status, count(*) as n from seen where status in ('open', 'acknowledged') group by chain_id, severity, status`,
    [organisationId],
  );
  return rows.map((row) => ({
    chainId: numberOf(row, 'chain_id'),
    severity: SEVERITIES.find((severity) => severity === textOf(row, 'severity')) ?? 'info',
    status: textOf(row, 'status') === 'open' ? 'open' : 'acknowledged',
    count: numberOf(row, 'n'),
  }));
}
