import type { Alert } from '../../core/alert/alert.js';
import { EVERYONE } from '../../core/alert/own-state.js';
import { covers, type Suppression } from '../../core/alert/suppression.js';
import { jsonText } from './json-text.js';
import { textOf } from './rows.js';
import type { Sql } from './sql.js';

/** By organisation (`*`: everyone), what keeps an alert silent. */
export type Silence = ReadonlyMap<string, Pick<Suppression, 'id' | 'kind'>>;

export const NO_SILENCE: Silence = new Map();

/** A false positive is more than a mute; of equals the oldest counts. */
export function silenceOf({ finding }: Alert, suppressions: readonly Suppression[]): Silence {
  const silence = new Map<string, Pick<Suppression, 'id' | 'kind'>>();
  for (const { id, kind, organisationId } of suppressions.filter((each) => covers(each, finding))) {
    const known = silence.get(organisationId ?? EVERYONE);
    if (known === undefined || (known.kind === 'mute' && kind === 'false_positive')) silence.set(organisationId ?? EVERYONE, { id, kind });
  }
  return silence;
}

/** What holds for one organisation: its own word, else everyone's. */
export function silenceFor(silence: Silence, organisationId: string): Pick<Suppression, 'id' | 'kind'> | null {
  const [own, every] = [silence.get(organisationId) ?? null, silence.get(EVERYONE) ?? null];
  return own === null || (own.kind === 'mute' && every?.kind === 'false_positive') ? every : own;
}

export async function storedSilences(tx: Sql, alertIds: readonly string[]): Promise<Map<string, Silence>> {
  const silences = new Map<string, Silence>();
  if (alertIds.length === 0) return silences;
  for (const row of await tx.query('select * from suppressed_alerts where alert_id = any($1::text[])', [alertIds])) {
    const [id, organisationId] = [textOf(row, 'alert_id'), textOf(row, 'organisation_id')];
    const kind = textOf(row, 'kind') === 'mute' ? 'mute' : 'false_positive';
    silences.set(id, new Map([...(silences.get(id) ?? NO_SILENCE), [organisationId, { id: textOf(row, 'suppression_id'), kind }]]));
  }
  return silences;
}

/** As they are for alerts that were raised now, also again: what does not hold any more is gone. */
export async function writeSilences(tx: Sql, alerts: readonly Alert[], silences: ReadonlyMap<string, Silence>): Promise<void> {
  if (alerts.length === 0) return;
  await tx.query('delete from suppressed_alerts where alert_id = any($1::text[])', [alerts.map(({ id }) => id)]);
  const rows = alerts.flatMap(({ id: alertId, finding }) =>
    [...(silences.get(alertId) ?? NO_SILENCE)].map(([organisationId, { id, kind }]) => ({
      alertId,
      organisationId,
      suppressionId: id,
      kind,
      chainId: finding.chainId,
    })),
  );
  if (rows.length === 0) return;
  await tx.query(
    `insert into suppressed_alerts (alert_id, organisation_id, suppression_id, kind, chain_id)
     select s->>'alertId', s->>'organisationId', s->>'suppressionId', s->>'kind', (s->>'chainId')::bigint from jsonb_array_elements($1::jsonb) as s
     on conflict (alert_id, organisation_id) do update set suppression_id = excluded.suppression_id, kind = excluded.kind`,
    [jsonText(rows)],
  );
}
