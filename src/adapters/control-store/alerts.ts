import type { Alert, Incident } from '../../core/alert/alert.js';
import type { AlertFilter, AlertStore, Page } from '../../ports/control-store.js';
import { applyChanges, pruneEvents } from './apply-changes.js';
import { changeIncident } from './change-incident.js';
import { eventOfRow } from './event-rows.js';
import { incidentOf } from './incident-rows.js';
import { openIncidents } from './open-incidents.js';
import { jsonOf, nullableTextOf, numberOf, textOf } from './rows.js';
import { SEEN_INCIDENT, seenAlertOf, seenIncidentOf } from './seen-rows.js';
import { SHOWN_ALERT_STATUS, SHOWN_INCIDENT_STATUS, visibleTo, withAlertStates, withIncidentStates } from './shown-status.js';
import type { Sql, SqlRow } from './sql.js';
import { readTimeline, writeTimeline } from './timeline.js';

const PRUNE_EVERY = 500;

function alertOf(row: SqlRow): Alert {
  return jsonOf<Alert>(row, 'body');
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

/** Rows `t` of what `from` names; `select` are the columns that `read` needs, the sort key among them. */
interface Listing<T> {
  readonly select: string;
  readonly from: string;
  readonly time: 'block_time_ms' | 'updated_at_ms';
  readonly where: Where;
  readonly read: (row: SqlRow) => T;
}

async function page<T>(sql: Sql, { select, from, time, where, read }: Listing<T>, limit: number, cursor: string | null): Promise<Page<T>> {
  const after = decodeCursor(cursor);
  if (after !== null) {
    const at = where.params.length + 1;
    where.add((p) => `t.${time} <= ${p}::bigint`, after[0]);
    where.add((p) => `(t.${time} < $${at}::bigint or t.id < ${p})`, after[1]);
  }
  const rows = await sql.query(
    `select ${select} from ${from} ${where.sql} order by t.${time} desc, t.id desc limit ${limit + 1}`,
    where.params,
  );
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { items: rows.slice(0, limit).map(read), nextCursor: last === undefined ? null : `${numberOf(last, time)}_${textOf(last, 'id')}` };
}

const SEEN_ALERT = `t.id, t.block_time_ms, t.body, ${SHOWN_ALERT_STATUS} as shown, silent.suppression_id`;

function alertListing(filter: AlertFilter): Listing<Alert> {
  const where = new Where();
  const isSeen = filter.visibleTo !== undefined;
  where.add(visibleTo, filter.visibleTo);
  where.add((p) => `t.chain_id = ${p}`, filter.chainId);
  where.add((p) => `t.severity = ${p}`, filter.severity);
  where.add((p) => `t.detector_id = ${p}`, filter.detectorId);
  where.add((p) => `t.addresses @> array[${p}::text]`, filter.address);
  where.add((p) => `${isSeen ? `(${SHOWN_ALERT_STATUS})` : 't.status'} = ${p}`, filter.status);
  if (isSeen) where.add((p) => `(silent.suppression_id is not null) = ${p}::boolean`, filter.isSuppressed);
  where.add((p) => `t.incident_id = ${p}`, filter.incidentId);
  where.add((p) => `t.transaction_hash = ${p}`, filter.transactionHash);
  where.add((p) => `t.block_time_ms >= ${p}`, filter.sinceMs);
  where.add((p) => `t.block_time_ms <= ${p}`, filter.untilMs);
  return isSeen
    ? { select: SEEN_ALERT, from: withAlertStates('$1'), time: 'block_time_ms', where, read: seenAlertOf }
    : { select: 't.id, t.block_time_ms, t.body', from: 'alerts t', time: 'block_time_ms', where, read: alertOf };
}

type IncidentFilter = Parameters<AlertStore['incidents']>[0];

function incidentListing(filter: IncidentFilter): Listing<Incident> {
  const where = new Where();
  const isSeen = filter.visibleTo !== undefined;
  where.add(visibleTo, filter.visibleTo);
  where.add((p) => `t.chain_id = ${p}`, filter.chainId);
  where.add((p) => `${isSeen ? `(${SHOWN_INCIDENT_STATUS})` : 't.status'} = ${p}`, filter.status);
  where.add((p) => `t.severity = ${p}`, filter.severity);
  return isSeen
    ? { select: SEEN_INCIDENT, from: withIncidentStates('$1'), time: 'updated_at_ms', where, read: seenIncidentOf }
    : { select: 't.id, t.updated_at_ms, t.body', from: 'incidents t', time: 'updated_at_ms', where, read: incidentOf };
}

export function createAlertStore(sql: Sql): AlertStore {
  let applied = 0;
  return {
    async apply(changes, nowMs = Date.now()) {
      applied += 1;
      const events = await applyChanges(sql, changes, nowMs);
      if (applied % PRUNE_EVERY === 0) await pruneEvents(sql);
      return events;
    },
    async incidentsByKey(keys) {
      const rows = await sql.query(
        // Of several with the same time, which a person closed one after the other, the one that is open goes on; of those, the oldest.
        `select distinct on (k.key) k.key as looked_for, t.body from incident_keys k join incidents t on t.id = k.incident_id where k.key = any($1::text[])
         order by k.key, t.updated_at_ms desc, t.status in ('resolved', 'false_positive'), t.opened_at_ms, t.id`,
        [keys],
      );
      return new Map(rows.map((row) => [textOf(row, 'looked_for'), incidentOf(row)]));
    },
    incidentsByIds: async (ids) =>
      ids.length === 0 ? [] : (await sql.query('select body from incidents where id = any($1::text[])', [ids])).map(incidentOf),
    standingAlerts: async (incidentIds) =>
      (await sql.query(`select body from alerts where incident_id = any($1::text[]) and status <> 'withdrawn'`, [incidentIds])).map(
        alertOf,
      ),
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
    async alert(id, organisationId) {
      const { select, from, where, read } = alertListing(organisationId === undefined ? {} : { visibleTo: organisationId });
      where.add((p) => `t.id = ${p}`, id);
      const [row] = await sql.query(`select ${select} from ${from} ${where.sql}`, where.params);
      return row === undefined ? null : read(row);
    },
    alerts: (filter, limit, cursor) => page(sql, alertListing(filter), limit, cursor),
    async incident(id, organisationId) {
      const { select, from, where, read } = incidentListing(organisationId === undefined ? {} : { visibleTo: organisationId });
      where.add((p) => `t.id = ${p}`, id);
      const [row] = await sql.query(`select ${select} from ${from} ${where.sql}`, where.params);
      return row === undefined ? null : read(row);
    },
    incidents: (filter, limit, cursor) => page(sql, incidentListing(filter), limit, cursor),
    timeline: (incidentId, organisationId) => readTimeline(sql, incidentId, organisationId ?? null),
    addTimeline: (entry) => writeTimeline(sql, [entry]),
    changeIncident: (id, decide) => changeIncident(sql, id, decide, Date.now()),
    openIncidents: (organisationId) => openIncidents(sql, organisationId ?? null),
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
    async counts(organisationId) {
      const rows = await sql.query(
        `with seen as (select ${SHOWN_INCIDENT_STATUS} as status from ${withIncidentStates('$1::text')} where $1::text is null or ${visibleTo('$1')})
         select (select count(*) from alerts t where t.status <> 'withdrawn' and ($1::text is null or ${visibleTo('$1')})) as alerts,
                (select count(*) from seen where status <> 'withdrawn') as incidents,
                (select count(*) from seen where status in ('open', 'acknowledged')) as open`,
        [organisationId ?? null],
      );
      const row = rows[0] ?? {};
      return { alerts: numberOf(row, 'alerts'), incidents: numberOf(row, 'incidents'), open: numberOf(row, 'open') };
    },
  };
}
