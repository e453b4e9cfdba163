import { concerns, type EscalationPolicy } from '../../core/alert/escalation.js';
import { SEVERITIES, severityRank } from '../../core/detect/finding.js';
import type { OutboundEvent } from '../../ports/control-store.js';
import type { EscalationRun, EscalationTurn } from '../../ports/escalation-store.js';
import { EVENT_LOCK, writeEvents } from './apply-changes.js';
import { leaveToTell } from './changes-to-tell.js';
import { eventOfRow } from './event-rows.js';
import { jsonOf, numberOf, textOf } from './rows.js';
import { SEEN_INCIDENT, seenIncidentOf } from './seen-rows.js';
import { SHOWN_INCIDENT_STATUS, visibleTo, withIncidentStates } from './shown-status.js';
import type { Sql } from './sql.js';
import { writeTimeline } from './timeline.js';

const TURN_LOCK = 7_046_002;

/** See `EscalationStore.turn`. */
export async function escalationTurn(
  sql: Sql,
  nowMs: number,
  decide: (run: EscalationRun) => EscalationTurn,
): Promise<readonly OutboundEvent[] | null> {
  if ((await sql.query('select 1 from escalation_policies limit 1')).length === 0) return [];
  return sql.transaction(async (tx) => {
    const [lock] = await tx.query('select pg_try_advisory_xact_lock($1) as held', [TURN_LOCK]);
    if (lock?.['held'] !== true) return null;
    await tx.query('select pg_advisory_xact_lock($1)', [EVENT_LOCK]);
    const told: string[] = [];
    for (const row of await tx.query('select body, created_at_ms from escalation_policies order by organisation_id, id')) {
      const policy = jsonOf<EscalationPolicy>(row, 'body');
      await endRuns(tx, policy, nowMs);
      await beginRuns(tx, policy, numberOf(row, 'created_at_ms'));
      for (const run of await waitingRuns(tx, policy, nowMs)) told.push(...(await take(tx, decide(run), nowMs)));
    }
    if (told.length === 0) return [];
    await leaveToTell(tx, told, nowMs);
    return (await tx.query('select * from outbound_events where change_id = any($1::text[]) order by cursor', [told])).map(eventOfRow);
  });
}

/** Somebody took it, it is over, or its blocks left the chain; also where it is open again since. */
async function endRuns(tx: Sql, { organisationId, id }: EscalationPolicy, nowMs: number): Promise<void> {
  await tx.query(
    `update escalation_runs r set ended_at_ms = $3, ended_because = case when seen.status = 'open' then 'decided' else seen.status end
     from (select t.id, own.status_at_ms, ${SHOWN_INCIDENT_STATUS} as status from ${withIncidentStates('$1')}) seen
     where r.organisation_id = $1 and r.policy_id = $2 and r.ended_at_ms is null and seen.id = r.incident_id
       and (seen.status <> 'open' or seen.status_at_ms > r.started_at_ms)`,
    [organisationId, id, nowMs],
  );
}

/**
 * Of incidents that wait since after the policy was made: what was open before is no reason to wake somebody now. One that was over, and is open again, begins
 * another round.
 */
async function beginRuns(tx: Sql, policy: EscalationPolicy, createdAtMs: number): Promise<void> {
  const { organisationId, id, minSeverity } = policy;
  const severities = SEVERITIES.filter((severity) => severityRank(severity) >= severityRank(minSeverity));
  const rows = await tx.query(
    `select t.id, t.severity, coalesce(last.round, 0) + 1 as round, greatest(t.waiting_since_ms, own.status_at_ms) as since,
            coalesce((select jsonb_agg(distinct jsonb_build_object('detectorId', a.detector_id, 'monitorId', a.body->'finding'->'monitor'->>'monitorId'))
                      from alerts a where a.incident_id = t.id and a.status <> 'withdrawn'), '[]'::jsonb) as raised_by
     from ${withIncidentStates('$1')}
     left join lateral (select * from escalation_runs r where r.organisation_id = $1 and r.policy_id = $2 and r.incident_id = t.id
       order by r.round desc limit 1) last on true
     where t.status = 'open' and ${visibleTo('$1')} and t.severity = any($3::text[]) and ${SHOWN_INCIDENT_STATUS} = 'open'
       and greatest(t.waiting_since_ms, own.status_at_ms) >= $4
       and (last.round is null or (last.ended_at_ms is not null and (own.status_at_ms > last.started_at_ms
         or (last.ended_because = 'withdrawn' and t.waiting_since_ms > last.started_at_ms))))`,
    [organisationId, id, severities, createdAtMs],
  );
  const begun = rows.filter((row) =>
    concerns(
      policy,
      SEVERITIES.find((severity) => severity === textOf(row, 'severity')) ?? 'info',
      jsonOf<Parameters<typeof concerns>[2]>(row, 'raised_by'),
    ),
  );
  if (begun.length === 0) return;
  await tx.query(
    `insert into escalation_runs (organisation_id, policy_id, incident_id, round, started_at_ms)
     select $1, $2, x.id, x.round, x.since from unnest($3::text[], $4::int[], $5::bigint[]) as x(id, round, since) on conflict do nothing`,
    [
      organisationId,
      id,
      begun.map((row) => textOf(row, 'id')),
      begun.map((row) => numberOf(row, 'round')),
      begun.map((row) => numberOf(row, 'since')),
    ],
  );
}

/** Runs that go on. While the organisation has it muted, or all of it is silent, nobody is told; its time runs on. */
async function waitingRuns(tx: Sql, policy: EscalationPolicy, nowMs: number): Promise<readonly EscalationRun[]> {
  const { organisationId, id } = policy;
  const rows = await tx.query(
    `select ${SEEN_INCIDENT}, r.round, r.started_at_ms, r.steps_told from ${withIncidentStates('$1')} join escalation_runs r on r.incident_id = t.id
     where r.organisation_id = $1 and r.policy_id = $2 and r.ended_at_ms is null and coalesce(own.muted_until_ms, 0) <= $3
       and coalesce((t.body->'triage'->>'mutedUntilMs')::bigint, 0) <= $3
       and exists (select 1 from alerts a where a.incident_id = t.id and a.status <> 'withdrawn' and not exists (
         select 1 from suppressed_alerts s where s.alert_id = a.id and s.organisation_id in ($1, '*')))
     order by r.started_at_ms, t.id`,
    [organisationId, id, nowMs],
  );
  return rows.map((row) => ({
    policy,
    incident: seenIncidentOf(row),
    round: numberOf(row, 'round'),
    startedAtMs: numberOf(row, 'started_at_ms'),
    stepsTold: numberOf(row, 'steps_told'),
  }));
}

async function take(tx: Sql, { run, stepsTold, changes, ended, revision }: EscalationTurn, nowMs: number): Promise<readonly string[]> {
  if (changes.length === 0 && ended === null) return [];
  const { policy, incident, round } = run;
  await tx.query(
    `update escalation_runs set steps_told = $5, ended_at_ms = case when $6::text is null then null else $7::bigint end, ended_because = $6
     where organisation_id = $1 and policy_id = $2 and incident_id = $3 and round = $4`,
    [policy.organisationId, policy.id, incident.id, round, stepsTold, ended, nowMs],
  );
  await tx.query(`update incidents set body = body || jsonb_build_object('revision', $2::bigint) where id = $1`, [incident.id, revision]);
  await writeEvents(tx, changes);
  await writeTimeline(
    tx,
    changes.flatMap(({ timeline }) => timeline),
  );
  return changes.map(({ changeId }) => changeId);
}
