import type { Address } from '../../core/chain/block.js';
import type {
  AuditEntry,
  AuditOutcome,
  AuditStore,
  CheckStore,
  OpinionStore,
  PolicyStore,
  Screening,
  ScreeningRow,
  ScreeningStore,
  StoredCheck,
  StoredOpinion,
} from '../../ports/check-store.js';
import { nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const CHECKS_KEPT = 100_000;
const ROWS_AT_ONCE = 500;

export function createCheckStore(sql: Sql): CheckStore {
  const first = async (text: string, params: readonly unknown[]) => {
    const [row] = await sql.query(text, params);
    return row === undefined ? null : checkOf(row);
  };
  return {
    async put({ id, organisationId, keyId, atMs, requestId, requestDigest, request, body }) {
      const rows = await sql.query(
        `insert into checks (id, organisation_id, key_id, at_ms, request_id, request_digest, request, body)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning position`,
        [id, organisationId, keyId, atMs, requestId, requestDigest, request, body],
      );
      const position = rows[0] === undefined ? 0 : numberOf(rows[0], 'position');
      if (position > CHECKS_KEPT) await sql.query('delete from checks where position <= $1', [position - CHECKS_KEPT]);
    },
    get: (organisationId, id) => first('select * from checks where organisation_id = $1 and id = $2', [organisationId, id]),
    byRequest: (organisationId, requestId) =>
      first('select * from checks where organisation_id = $1 and request_id = $2', [organisationId, requestId]),
  };
}

function checkOf(row: SqlRow): StoredCheck {
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    keyId: textOf(row, 'key_id'),
    atMs: numberOf(row, 'at_ms'),
    requestId: nullableTextOf(row, 'request_id'),
    requestDigest: nullableTextOf(row, 'request_digest') ?? '',
    request: nullableTextOf(row, 'request') ?? '',
    body: textOf(row, 'body'),
  };
}

export function createPolicyStore(sql: Sql): PolicyStore {
  return {
    async put({ organisationId, name, body }, atMs) {
      await sql.query(
        `insert into check_policies (organisation_id, name, body, updated_at_ms) values ($1, $2, $3, $4)
         on conflict (organisation_id, name) do update set body = excluded.body, updated_at_ms = excluded.updated_at_ms`,
        [organisationId, name, body, atMs],
      );
    },
    async remove(organisationId, name) {
      const rows = await sql.query('delete from check_policies where organisation_id = $1 and name = $2 returning name', [
        organisationId,
        name,
      ]);
      return rows.length > 0;
    },
    async all() {
      const rows = await sql.query('select * from check_policies order by organisation_id, name');
      return rows.map((row) => ({ organisationId: textOf(row, 'organisation_id'), name: textOf(row, 'name'), body: textOf(row, 'body') }));
    },
  };
}

export function createOpinionStore(sql: Sql): OpinionStore {
  return {
    async put(opinions) {
      await sql.transaction(async (tx) => {
        for (const each of opinions)
          await tx.query(
            `insert into opinions (id, organisation_id, chain_id, address, reason_id, says, comment, check_id, key_id, at_ms, expires_at_ms)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict (id) do update set says = excluded.says, comment = excluded.comment, at_ms = excluded.at_ms, expires_at_ms = excluded.expires_at_ms`,
            [
              each.id,
              each.organisationId,
              each.chainId,
              each.address,
              each.reasonId,
              each.says,
              each.comment,
              each.checkId,
              each.keyId,
              each.atMs,
              each.expiresAtMs,
            ],
          );
      });
    },
    async standing(nowMs) {
      const rows = await sql.query('select * from opinions where expires_at_ms > $1', [nowMs]);
      return rows.map(
        (row): StoredOpinion => ({
          id: textOf(row, 'id'),
          organisationId: nullableTextOf(row, 'organisation_id'),
          chainId: numberOf(row, 'chain_id'),
          address: textOf(row, 'address') as Address,
          reasonId: nullableTextOf(row, 'reason_id'),
          says: textOf(row, 'says') === 'malicious' ? 'malicious' : 'benign',
          comment: nullableTextOf(row, 'comment'),
          checkId: textOf(row, 'check_id'),
          keyId: textOf(row, 'key_id'),
          atMs: numberOf(row, 'at_ms'),
          expiresAtMs: numberOf(row, 'expires_at_ms'),
        }),
      );
    },
  };
}

export function createAuditStore(sql: Sql): AuditStore {
  const add = async (entry: AuditEntry): Promise<string> => {
    const columns = 'at_ms, organisation_id, key_id, action, target, detail, outcome, origin';
    const [row] = await sql.query(
      `insert into audit (${columns}) values ($1, $2, $3, $4, $5, $6, $7, $8) returning position`,
      auditValues(entry),
    );
    return textOf(row ?? {}, 'position');
  };
  return {
    async put(entry) {
      await add(entry);
    },
    begin: (entry) => add({ ...entry, outcome: 'unknown' }),
    async settle(position, entry) {
      if (entry === null) await sql.query("delete from audit where position = $1 and outcome = 'unknown'", [position]);
      else
        await sql.query(
          `update audit set at_ms = $1, organisation_id = $2, key_id = $3, action = $4, target = $5, detail = $6, outcome = $7, origin = $8
           where position = $9 and outcome = 'unknown'`,
          [...auditValues(entry), position],
        );
    },
    async list(organisationId, limit, before, filter = {}) {
      const rows = await sql.query(
        `select a.*, k.name as key_name, k.member_id from audit a left join api_keys k on k.id = a.key_id
         where a.organisation_id = $1 and ($3::bigint is null or a.position < $3::bigint)
           and ($4::text is null or starts_with(a.action, $4)) and ($5::text is null or a.key_id = $5) and ($6::text is null or a.outcome = $6)
         order by a.position desc limit $2`,
        [organisationId, limit, before, filter.action ?? null, filter.keyId ?? null, filter.outcome ?? null],
      );
      return rows.map((row) => ({
        position: textOf(row, 'position'),
        atMs: numberOf(row, 'at_ms'),
        organisationId: textOf(row, 'organisation_id'),
        keyId: textOf(row, 'key_id'),
        keyName: nullableTextOf(row, 'key_name'),
        memberId: nullableTextOf(row, 'member_id'),
        action: textOf(row, 'action'),
        target: textOf(row, 'target'),
        detail: textOf(row, 'detail'),
        outcome: outcomeOf(textOf(row, 'outcome')),
        origin: nullableTextOf(row, 'origin'),
      }));
    },
  };
}

function auditValues({ atMs, organisationId, keyId, action, target, detail, outcome = 'done', origin }: AuditEntry): unknown[] {
  return [atMs, organisationId, keyId, action, target, detail, outcome, origin ?? null];
}

function outcomeOf(text: string): AuditOutcome {
  return text === 'refused' || text === 'done' ? text : 'unknown';
}

export function createScreeningStore(sql: Sql): ScreeningStore {
  return {
    async begin({ id, organisationId, chainId, state, total, createdAtMs }, addresses) {
      await sql.transaction(async (tx) => {
        await tx.query(
          'insert into screenings (id, organisation_id, chain_id, state, total, done, created_at_ms) values ($1, $2, $3, $4, $5, 0, $6)',
          [id, organisationId, chainId, state, total, createdAtMs],
        );
        for (let at = 0; at < addresses.length; at += ROWS_AT_ONCE) {
          const part = addresses.slice(at, at + ROWS_AT_ONCE);
          await tx.query(
            'insert into screening_rows (screening_id, row, address) select $1, n + $2, a from unnest($3::text[]) with ordinality as rows (a, n)',
            [id, at - 1, part],
          );
        }
      });
    },
    async get(organisationId, id) {
      const [row] = await sql.query('select * from screenings where organisation_id = $1 and id = $2', [organisationId, id]);
      return row === undefined ? null : screeningOf(row);
    },
    async running() {
      return (await sql.query("select * from screenings where state = 'running' order by created_at_ms")).map(screeningOf);
    },
    async open(id, limit) {
      return (
        await sql.query('select * from screening_rows where screening_id = $1 and result is null order by row limit $2', [id, limit])
      ).map(rowOf);
    },
    async finish(id, rows) {
      await sql.transaction(async (tx) => {
        await tx.query(
          `update screening_rows set result = given.result from unnest($2::int[], $3::text[]) as given (row, result)
           where screening_id = $1 and screening_rows.row = given.row`,
          [id, rows.map(({ row }) => row), rows.map(({ result }) => result)],
        );
        await tx.query(
          'update screenings set done = (select count(*) from screening_rows where screening_id = $1 and result is not null) where id = $1',
          [id],
        );
      });
    },
    async end(id, state, problem) {
      await sql.query('update screenings set state = $2, problem = $3 where id = $1', [id, state, problem]);
    },
    async rows(id, after, limit) {
      return (
        await sql.query('select * from screening_rows where screening_id = $1 and row > $2 order by row limit $3', [id, after, limit])
      ).map(rowOf);
    },
  };
}

function screeningOf(row: SqlRow): Screening {
  const state = textOf(row, 'state');
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    chainId: numberOf(row, 'chain_id'),
    state: state === 'done' || state === 'failed' ? state : 'running',
    total: numberOf(row, 'total'),
    done: numberOf(row, 'done'),
    createdAtMs: numberOf(row, 'created_at_ms'),
    problem: nullableTextOf(row, 'problem'),
  };
}

function rowOf(row: SqlRow): ScreeningRow {
  return { row: numberOf(row, 'row'), address: textOf(row, 'address') as Address, result: nullableTextOf(row, 'result') };
}
