import type { Alert, Incident } from '../../core/alert/alert.js';
import type { AlertFilter, AlertStore, Page, TimelineEntry } from '../../ports/control-store.js';
import { applyChanges, pruneEvents } from './apply-changes.js';
import { changeIncident } from './change-incident.js';
import { eventOfRow } from './event-rows.js';
import { openIncidents } from './open-incidents.js';
import { jsonOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const PRUNE_EVERY = 500;

function alertOf(row: SqlRow): Alert {
  return jsonOf<Alert>(row, 'body');
}

function incidentOf(row: SqlRow): Incident {
  return jsonOf<Incident>(row, 'body');
}

/** Conditions that are given, as SQL with numbered parameters. */
class Where {
  readonly params: unknown[] = [];
  private readonly conditions: string[] = [];

  add(condition: (parameter: string) => string, value: unknown): void {
    if (value === undefined || value === null) return;
    this.params.push(value);
    this.conditions.push(condition(`$${this.params.length}`));
  }

  get sql(): string {
    return this.conditions.length === 0 ? '' : `where ${this.conditions.join(' and ')}`;
  }
}

/** A page ends with the sort key of its last row. */
function decodeCursor(cursor: string | null): readonly [number, string] | null {
  const match = cursor === null ? null : /^(\d+)_(.+)$/.exec(cursor);
  return match === null ? null : [Number(match[1]), String(match[2])];
}

async function page<T>(
  sql: Sql,
  table: 'alerts' | 'incidents',
  time: string,
  where: Where,
  limit: number,
  cursor: string | null,
  read: (row: SqlRow) => T,
): Promise<Page<T>> {
  const after = decodeCursor(cursor);
  if (after !== null) {
    const at = where.params.length + 1;
    where.add((p) => `${time} <= ${p}::bigint`, after[0]);
    where.add((p) => `(${time} < $${at}::bigint or id < ${p})`, after[1]);
  }
  const rows = await sql.query(
    `select id, ${time}, body from ${table} ${where.sql} order by ${time} desc, id desc limit ${limit + 1}`,
    where.params,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(read), nextCursor: last === undefined ? null : `${numberOf(last, time)}_${textOf(last, 'id')}` };
}

const VISIBLE = (p: string) => `(organisation_id is null or organisation_id = ${p})`;

function alertWhere(filter: AlertFilter): Where {
  const where = new Where();
  where.add(VISIBLE, filter.visibleTo);
  where.add((p) => `chain_id = ${p}`, filter.chainId);
  where.add((p) => `severity = ${p}`, filter.severity);
  where.add((p) => `detector_id = ${p}`, filter.detectorId);
  where.add((p) => `addresses @> array[${p}::text]`, filter.address);
  where.add((p) => `status = ${p}`, filter.status);
  where.add((p) => `incident_id = ${p}`, filter.incidentId);
  where.add((p) => `transaction_hash = ${p}`, filter.transactionHash);
  where.add((p) => `block_time_ms >= ${p}`, filter.sinceMs);
  where.add((p) => `block_time_ms <= ${p}`, filter.untilMs);
  return where;
}

export function createAlertStore(sql: Sql): AlertStore {
  let applied = 0;
  return {
    async apply(changes) {
      applied += 1;
      const events = await applyChanges(sql, changes);
      if (applied % PRUNE_EVERY === 0) await pruneEvents(sql);
      return events;
    },
    async incidentsByKey(keys) {
      const rows = await sql.query(
        // Of several with the same time, which a person closed one after the other, the one that is open goes on.
        `select distinct on (key) key, body from incidents where key = any($1::text[])
         order by key, updated_at_ms desc, status in ('resolved', 'false_positive')`,
        [keys],
      );
      return new Map(rows.map((row) => [textOf(row, 'key'), incidentOf(row)]));
    },
    alertsOfBlock: async (chainId, blockHash) =>
      (await sql.query('select body from alerts where chain_id = $1 and block_hash = $2', [chainId, blockHash])).map(alertOf),
    alertsByIds: async (ids) =>
      ids.length === 0 ? [] : (await sql.query('select body from alerts where id = any($1::text[])', [ids])).map(alertOf),
    alertsBelow: async (chainId, number, finality) =>
      (
        await sql.query(
          `select body from alerts where chain_id = $1 and block_number <= $2 and finality in ('seen', 'safe') and finality = any($3::text[]) limit 5000`,
          [chainId, number, finality],
        )
      ).map(alertOf),
    async alert(id) {
      const rows = await sql.query('select body from alerts where id = $1', [id]);
      return rows[0] === undefined ? null : alertOf(rows[0]);
    },
    alerts: (filter, limit, cursor) => page(sql, 'alerts', 'block_time_ms', alertWhere(filter), limit, cursor, alertOf),
    async incident(id) {
      const rows = await sql.query('select body from incidents where id = $1', [id]);
      return rows[0] === undefined ? null : incidentOf(rows[0]);
    },
    incidents(filter, limit, cursor) {
      const where = new Where();
      where.add(VISIBLE, filter.visibleTo);
      where.add((p) => `chain_id = ${p}`, filter.chainId);
      where.add((p) => `status = ${p}`, filter.status);
      where.add((p) => `severity = ${p}`, filter.severity);
      return page(sql, 'incidents', 'updated_at_ms', where, limit, cursor, incidentOf);
    },
    async timeline(incidentId) {
      const rows = await sql.query('select * from timeline where incident_id = $1 order by id limit 1000', [incidentId]);
      return rows.map((row) => ({
        incidentId,
        atMs: numberOf(row, 'at_ms'),
        kind: textOf(row, 'kind') as TimelineEntry['kind'],
        actor: nullableTextOf(row, 'actor'),
        text: textOf(row, 'text'),
      }));
    },
    async addTimeline(entry) {
      await sql.query('insert into timeline (incident_id, at_ms, kind, actor, text) values ($1, $2, $3, $4, $5)', [
        entry.incidentId,
        entry.atMs,
        entry.kind,
        entry.actor,
        entry.text,
      ]);
    },
    changeIncident: (id, decide) => changeIncident(sql, id, decide),
    openIncidents: (visibleTo) => openIncidents(sql, visibleTo ?? null),
    async eventsAfter(cursor, limit) {
      const rows =
        cursor === null
          ? await sql.query('select * from (select * from outbound_events order by cursor desc limit $1) newest order by cursor', [limit])
          : await sql.query('select * from outbound_events where cursor > $1 order by cursor limit $2', [cursor, limit]);
      return rows.map(eventOfRow);
    },
    async latestCursor() {
      const rows = await sql.query('select coalesce(max(cursor), 0) as cursor from outbound_events');
      return rows[0] === undefined ? '0' : textOf(rows[0], 'cursor');
    },
    async oldestCursor() {
      const rows = await sql.query('select min(cursor) as cursor from outbound_events');
      return rows[0] === undefined ? null : nullableTextOf(rows[0], 'cursor');
    },
    async counts(visibleTo) {
      const rows = await sql.query(
        `with seen as (select status from incidents where $1::text is null or organisation_id is null or organisation_id = $1)
         select (select count(*) from alerts where status <> 'withdrawn' and ($1::text is null or organisation_id is null or organisation_id = $1)) as alerts,
                (select count(*) from seen where status <> 'withdrawn') as incidents,
                (select count(*) from seen where status in ('open', 'acknowledged')) as open`,
        [visibleTo ?? null],
      );
      const row = rows[0] ?? {};
      return { alerts: numberOf(row, 'alerts'), incidents: numberOf(row, 'incidents'), open: numberOf(row, 'open') };
    },
  };
}
