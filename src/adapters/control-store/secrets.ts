import type { SecretStore } from '../../ports/delivery-store.js';
import { nullableNumberOf, numberOf, textOf } from './rows.js';
import type { Seal } from './seal.js';
import type { Sql } from './sql.js';

export function createSecretStore(sql: Sql, seal: Seal): SecretStore {
  return {
    list: async (organisationId) =>
      (
        await sql.query('select name, created_at_ms, updated_at_ms, expires_at_ms from secrets where organisation_id = $1 order by name', [
          organisationId,
        ])
      ).map((row) => ({
        name: textOf(row, 'name'),
        createdAtMs: numberOf(row, 'created_at_ms'),
        updatedAtMs: numberOf(row, 'updated_at_ms'),
        expiresAtMs: nullableNumberOf(row, 'expires_at_ms'),
      })),
    async value(organisationId, name, nowMs) {
      const rows = await sql.query(
        'select value from secrets where organisation_id = $1 and name = $2 and (expires_at_ms is null or expires_at_ms > $3)',
        [organisationId, name, nowMs],
      );
      return rows[0] === undefined ? null : seal.open(textOf(rows[0], 'value'), secretPlace(organisationId, name));
    },
    async put(organisationId, name, value, expiresAtMs, nowMs) {
      await sql.query(
        `insert into secrets (organisation_id, name, value, created_at_ms, updated_at_ms, expires_at_ms) values ($1, $2, $3, $5, $5, $4)
         on conflict (organisation_id, name) do update set value = excluded.value, updated_at_ms = excluded.updated_at_ms, expires_at_ms = excluded.expires_at_ms`,
        [organisationId, name, seal.seal(value, secretPlace(organisationId, name)), expiresAtMs, nowMs],
      );
    },
    remove: async (organisationId, name) =>
      (await sql.query('delete from secrets where organisation_id = $1 and name = $2 returning name', [organisationId, name])).length > 0,
  };
}

export function secretPlace(organisationId: string, name: string): string {
  return `the secret ${organisationId}/${name}`;
}
