import type { SessionStore } from '../../ports/access-store.js';
import { numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

export function createSessionStore(sql: Sql): SessionStore {
  return {
    async put({ hash, keyId, expiresAtMs }, nowMs) {
      await sql.query('delete from sessions where expires_at_ms <= $1', [nowMs]);
      await sql.query('insert into sessions (hash, key_id, expires_at_ms) values ($1, $2, $3)', [hash, keyId, expiresAtMs]);
    },
    async get(hash, nowMs) {
      const rows = await sql.query('select * from sessions where hash = $1 and expires_at_ms > $2', [hash, nowMs]);
      const row = rows[0];
      return row === undefined ? null : { hash, keyId: textOf(row, 'key_id'), expiresAtMs: numberOf(row, 'expires_at_ms') };
    },
    async remove(hash) {
      await sql.query('delete from sessions where hash = $1', [hash]);
    },
  };
}
