import { SEVERITIES } from '../../core/detect/finding.js';
import type { OpenIncidents } from '../../ports/control-store.js';
import { numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

/** How many incidents are not over, by chain, severity and whether someone took them. */
export async function openIncidents(sql: Sql, visibleTo: string | null): Promise<readonly OpenIncidents[]> {
  const rows = await sql.query(
    `select chain_id, severity, status, count(*) as n from incidents
     where status in ('open', 'acknowledged') and ($1::text is null or organisation_id is null or organisation_id = $1)
     group by chain_id, severity, status`,
    [visibleTo],
  );
  return rows.map((row) => ({
    chainId: numberOf(row, 'chain_id'),
    severity: SEVERITIES.find((severity) => severity === textOf(row, 'severity')) ?? 'info',
    status: textOf(row, 'status') === 'open' ? 'open' : 'acknowledged',
    count: numberOf(row, 'n'),
  }));
}
