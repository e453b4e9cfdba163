import type { SessionStore } from '../../ports/access-store.js';
import type { CheckStore } from '../../ports/control-store.js';
import { numberOf, textOf } from './rows.js';
import type { Sql } from './sql.js';

const CHECKS_KEPT = 100_000;

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

export function createCheckStore(sql: Sql): CheckStore {
  return {
    async put({ id, keyId, atMs, body }) {
      const rows = await sql.query(
        'insert into checks (id, key_id, at_ms, body) values ($1, $2, $3, $4) on conflict (id) do nothing returning position',
        [id, keyId, atMs, body],
      );
      const position = rows[0] === undefined ? 0 : numberOf(rows[0], 'position');
      if (position > CHECKS_KEPT) await sql.query('delete from checks where position <= $1', [position - CHECKS_KEPT]);
    },
    async get(id) {
      const rows = await sql.query('select * from checks where id = $1', [id]);
      const row = rows[0];
      return row === undefined ? null : { id, keyId: textOf(row, 'key_id'), atMs: numberOf(row, 'at_ms'), body: textOf(row, 'body') };
    },
  };
}
