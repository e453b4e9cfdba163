import { type HeldKey, type KeyStore, ROLES, SCOPES } from '../../ports/access-store.js';
import { nullableNumberOf, nullableTextOf, numberOf, textOf, textsOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

/** With the role that the member has at this moment: a role that is lowered holds for keys that were given before. */
const HELD = `select k.*, m.role from api_keys k left join members m on m.id = k.member_id and m.organisation_id = k.organisation_id`;

function read(row: SqlRow): HeldKey {
  const scopes = textsOf(row, 'scopes');
  return {
    id: textOf(row, 'id'),
    hash: textOf(row, 'hash'),
    name: textOf(row, 'name'),
    organisationId: textOf(row, 'organisation_id'),
    scopes: SCOPES.filter((scope) => scopes.includes(scope)),
    createdAtMs: numberOf(row, 'created_at_ms'),
    revokedAtMs: nullableNumberOf(row, 'revoked_at_ms'),
    expiresAtMs: nullableNumberOf(row, 'expires_at_ms'),
    memberId: nullableTextOf(row, 'member_id'),
    lastUsedAtMs: nullableNumberOf(row, 'last_used_at_ms'),
    role: ROLES.find((role) => role === row['role']) ?? null,
  };
}

export function createKeyStore(sql: Sql): KeyStore {
  const one = async (where: string, value: string) => {
    const rows = await sql.query(`${HELD} where ${where} = $1`, [value]);
    return rows[0] === undefined ? null : read(rows[0]);
  };
  return {
    byHash: (hash) => one('k.hash', hash),
    get: (id) => one('k.id', id),
    list: async (organisationId) =>
      (
        await sql.query(`${HELD} where $1::text is null or k.organisation_id = $1 order by k.created_at_ms, k.id`, [organisationId ?? null])
      ).map(read),
    async put(key) {
      await sql.query(
        `insert into api_keys (id, hash, name, organisation_id, scopes, created_at_ms, revoked_at_ms, expires_at_ms, member_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (id) do update set name = excluded.name, scopes = excluded.scopes, revoked_at_ms = excluded.revoked_at_ms,
           expires_at_ms = excluded.expires_at_ms`,
        [key.id, key.hash, key.name, key.organisationId, key.scopes, key.createdAtMs, key.revokedAtMs, key.expiresAtMs, key.memberId],
      );
    },
    revoke: async (id, atMs) =>
      (await sql.query('update api_keys set revoked_at_ms = $2 where id = $1 and revoked_at_ms is null returning id', [id, atMs])).length >
      0,
    async touch(id, atMs) {
      await sql.query('update api_keys set last_used_at_ms = greatest(coalesce(last_used_at_ms, 0), $2) where id = $1', [id, atMs]);
    },
  };
}
