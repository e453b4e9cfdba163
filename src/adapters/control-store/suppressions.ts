import type { Suppression } from '../../core/alert/suppression.js';
import type { Address } from '../../core/chain/block.js';
import type { Finding } from '../../core/detect/finding.js';
import type { SuppressionStore } from '../../ports/incident-store.js';
import { nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';
import { writeTimeline } from './timeline.js';

function suppressionOf(row: SqlRow): Suppression {
  return {
    id: textOf(row, 'id'),
    organisationId: nullableTextOf(row, 'organisation_id'),
    kind: textOf(row, 'kind') === 'mute' ? 'mute' : 'false_positive',
    detectorId: nullableTextOf(row, 'detector_id'),
    address: nullableTextOf(row, 'address') as Address | null,
    chainId: nullableNumberOf(row, 'chain_id'),
    incidentId: nullableTextOf(row, 'incident_id'),
    untilMs: nullableNumberOf(row, 'until_ms'),
    reason: textOf(row, 'reason'),
    madeBy: textOf(row, 'made_by'),
    keyId: textOf(row, 'key_id'),
    createdAtMs: numberOf(row, 'created_at_ms'),
  };
}

const STANDING = 'lifted_at_ms is null and (until_ms is null or until_ms > $1)';

/** Those that may be about any of the findings. */
export async function standingSuppressions(tx: Sql, findings: readonly Finding[], nowMs: number): Promise<readonly Suppression[]> {
  if (findings.length === 0) return [];
  const detectorIds = [...new Set(findings.map(({ detectorId }) => detectorId))];
  const addresses = [...new Set(findings.flatMap(({ subject, parties }) => [subject, ...parties].map(({ address }) => address)))];
  const rows = await tx.query(
    `select * from suppressions where ${STANDING} and (detector_id is null or detector_id = any($2::text[])) and (address is null or address = any($3::text[]))
     order by created_at_ms, id`,
    [nowMs, detectorIds, addresses],
  );
  return rows.map(suppressionOf);
}

export async function writeSuppression(tx: Sql, given: Suppression): Promise<void> {
  await tx.query(
    `insert into suppressions (id, organisation_id, kind, detector_id, address, chain_id, incident_id, until_ms, reason, made_by, key_id, created_at_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      given.id,
      given.organisationId,
      given.kind,
      given.detectorId,
      given.address,
      given.chainId,
      given.incidentId,
      given.untilMs,
      given.reason,
      given.madeBy,
      given.keyId,
      given.createdAtMs,
    ],
  );
}

export async function liftSuppression(tx: Sql, id: string, by: string, atMs: number): Promise<boolean> {
  const [row] = await tx.query(
    'update suppressions set lifted_at_ms = $2, lifted_by = $3 where id = $1 and lifted_at_ms is null returning *',
    [id, atMs, by],
  );
  if (row === undefined) return false;
  const { incidentId, organisationId } = suppressionOf(row);
  if (incidentId !== null)
    await writeTimeline(tx, [
      { incidentId, organisationId, atMs, kind: 'suppression-lifted', actor: by, text: 'What was silent speaks again' },
    ]);
  return true;
}

export function createSuppressionStore(sql: Sql): SuppressionStore {
  return {
    put: (suppression) => writeSuppression(sql, suppression),
    async list(organisationId, nowMs, limit, after) {
      const rows = await sql.query(
        `select * from suppressions where ${STANDING} and (organisation_id is null or organisation_id = $2)
           and ($4::text is null or (created_at_ms, id) < (select created_at_ms, id from suppressions where id = $4))
         order by created_at_ms desc, id desc limit $3`,
        [nowMs, organisationId, limit, after],
      );
      return rows.map(suppressionOf);
    },
    async get(organisationId, id) {
      const [row] = await sql.query(
        'select * from suppressions where id = $1 and lifted_at_ms is null and (organisation_id is null or organisation_id = $2)',
        [id, organisationId],
      );
      return row === undefined ? null : suppressionOf(row);
    },
    lift: (id, by, atMs) => sql.transaction((tx) => liftSuppression(tx, id, by, atMs)),
  };
}
