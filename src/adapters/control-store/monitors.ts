import type { Json } from '../../core/detect/finding.js';
import type { BacktestStore, MonitorMatches, MonitorStore, StoredBacktest, StoredMonitor } from '../../ports/monitor-store.js';
import { jsonText } from './json-text.js';
import { jsonOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const BACKTESTS_KEPT = 50;

function monitorOf(row: SqlRow): StoredMonitor {
  return {
    organisationId: textOf(row, 'organisation_id'),
    id: textOf(row, 'id'),
    version: numberOf(row, 'version'),
    body: row['body'] === null ? null : jsonOf<{ readonly [key: string]: Json }>(row, 'body'),
    atMs: numberOf(row, 'at_ms'),
    by: textOf(row, 'by_key'),
  };
}

const NEWEST = 'select distinct on (organisation_id, id) * from monitors';

export function createMonitorStore(sql: Sql): MonitorStore {
  return {
    async current(organisationId) {
      const rows = await sql.query(
        `select * from (${NEWEST} where $1::text is null or organisation_id = $1 order by organisation_id, id, version desc) as m where body is not null`,
        [organisationId],
      );
      return rows.map(monitorOf);
    },
    async get(organisationId, id) {
      const rows = await sql.query('select * from monitors where organisation_id = $1 and id = $2 order by version desc limit 1', [
        organisationId,
        id,
      ]);
      const row = rows[0];
      return row === undefined || row['body'] === null ? null : monitorOf(row);
    },
    async versions(organisationId, id) {
      const rows = await sql.query('select * from monitors where organisation_id = $1 and id = $2 order by version desc limit 200', [
        organisationId,
        id,
      ]);
      return rows.map(monitorOf);
    },
    async append({ organisationId, id, body, atMs, by }, expectedVersion) {
      // Two writers at once take the same number, and the unique key lets one of them in.
      const rows = await sql.query(
        `insert into monitors (organisation_id, id, version, body, at_ms, by_key)
         select $1, $2, coalesce(max(version), 0) + 1, $3::jsonb, $4, $5 from monitors where organisation_id = $1 and id = $2
         having $6::int is null or coalesce(max(version), 0) = $6
         on conflict (organisation_id, id, version) do nothing returning *`,
        [organisationId, id, body === null ? null : jsonText(body), atMs, by, expectedVersion],
      );
      return rows[0] === undefined ? null : monitorOf(rows[0]);
    },
    async position() {
      const rows = await sql.query('select coalesce(max(position), 0) as position from monitors');
      return rows[0] === undefined ? '0' : textOf(rows[0], 'position');
    },
    async matches(organisationId) {
      const rows = await sql.query(
        `select detector_id, count(*) as n, max(block_number) as block, max(block_time_ms) as at,
                (array_agg(body->'finding'->'evidence'->>'error' order by block_time_ms desc, id desc))[1] as message,
                (array_agg(id order by block_time_ms desc, id desc))[1] as alert,
                (array_agg(incident_id order by block_time_ms desc, id desc))[1] as incident
         from alerts where organisation_id = $1 and status <> 'withdrawn' group by detector_id`,
        [organisationId],
      );
      const of = (prefix: string) => {
        const start = `${prefix}:${organisationId}/`;
        return rows
          .filter((row) => textOf(row, 'detector_id').startsWith(start))
          .map((row) => ({ ...matchesOf(row, start), message: nullableTextOf(row, 'message') ?? '' }));
      };
      return { matches: of('monitor'), errors: of('monitor-error') };
    },
  };
}

function matchesOf(row: SqlRow, start: string): MonitorMatches {
  return {
    monitorId: textOf(row, 'detector_id').slice(start.length),
    count: numberOf(row, 'n'),
    lastBlock: numberOf(row, 'block'),
    lastAtMs: numberOf(row, 'at'),
    lastAlertId: textOf(row, 'alert'),
    lastIncidentId: textOf(row, 'incident'),
  };
}

function backtestOf(row: SqlRow): StoredBacktest {
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    state: textOf(row, 'state') as StoredBacktest['state'],
    request: jsonOf<Json>(row, 'request'),
    done: numberOf(row, 'done'),
    total: numberOf(row, 'total'),
    createdAtMs: numberOf(row, 'created_at_ms'),
    atWorkMs: numberOf(row, 'at_work_ms'),
    problem: nullableTextOf(row, 'problem'),
    result: nullableTextOf(row, 'result'),
  };
}

export function createBacktestStore(sql: Sql): BacktestStore {
  return {
    async begin({ id, organisationId, state, request, done, total, createdAtMs, atWorkMs, problem, result }) {
      await sql.query(
        `insert into backtests (id, organisation_id, state, request, done, total, created_at_ms, at_work_ms, problem, result)
         values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9, $10)`,
        [id, organisationId, state, jsonText(request), done, total, createdAtMs, atWorkMs, problem, result],
      );
      await sql.query(
        `delete from backtests where organisation_id = $1 and state <> 'running' and id not in
           (select id from backtests where organisation_id = $1 order by created_at_ms desc limit $2)`,
        [organisationId, BACKTESTS_KEPT],
      );
    },
    async save({ id, state, done, total, atWorkMs, problem, result }) {
      const rows = await sql.query(
        `update backtests set state = $2, done = $3, total = $4, at_work_ms = $5, problem = $6, result = $7 where id = $1 and state = 'running' returning id`,
        [id, state, done, total, atWorkMs, problem, result],
      );
      return rows.length > 0;
    },
    beat: async (ids, nowMs) =>
      (
        await sql.query(`update backtests set at_work_ms = $2 where id = any($1::text[]) and state = 'running' returning id`, [ids, nowMs])
      ).map((row) => textOf(row, 'id')),
    async get(organisationId, id) {
      const rows = await sql.query('select * from backtests where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : backtestOf(rows[0]);
    },
    list: async (organisationId, limit) =>
      (
        await sql.query('select * from backtests where organisation_id = $1 order by created_at_ms desc limit $2', [organisationId, limit])
      ).map(backtestOf),
    async abandon(problem, silentSinceMs) {
      await sql.query(`update backtests set state = 'failed', problem = $1 where state = 'running' and at_work_ms < $2`, [
        problem,
        silentSinceMs,
      ]);
    },
  };
}
