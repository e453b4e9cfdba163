/**
 * What one organisation sees, as SQL: the same law as `shownStatus`. `t` is the row of the incident, or of the alert beside its incident `i`;
 * `own` and `every` are what the organisation and suppressions for everyone made of the incident.
 */
const OWN = 'own.status is not null';

export const SHOWN_INCIDENT_STATUS = `case
  when t.status = 'withdrawn' then 'withdrawn'
  when ${OWN} and (t.status = 'open' or own.status_at_ms >= t.decided_at_ms) then own.status
  when t.status = 'open' then coalesce(every.status, 'open')
  else t.status end`;

export const SHOWN_ALERT_STATUS = `case
  when t.status = 'withdrawn' then 'withdrawn'
  when silent.kind = 'false_positive' then 'false_positive'
  when ${OWN} and (i.status = 'open' or own.status_at_ms >= i.decided_at_ms) then own.status
  else t.status end`;

/** `p`: the parameter that holds the organisation. */
export function withIncidentStates(p: string): string {
  return `incidents t
    left join incident_states own on own.incident_id = t.id and own.organisation_id = ${p}
    left join incident_states every on every.incident_id = t.id and every.organisation_id = '*'`;
}

export function withAlertStates(p: string): string {
  return `alerts t
    left join incidents i on i.id = t.incident_id
    left join incident_states own on own.incident_id = t.incident_id and own.organisation_id = ${p}
    left join lateral (select s.suppression_id, s.kind from suppressed_alerts s where s.alert_id = t.id and s.organisation_id in (${p}, '*')
      order by s.kind = 'false_positive' desc limit 1) silent on true`;
}

export function visibleTo(p: string): string {
  return `(t.organisation_id is null or t.organisation_id = ${p})`;
}
