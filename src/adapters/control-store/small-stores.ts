import type { BlockRef } from '../../core/chain/chain-event.js';
import type { ControlStore, DeadLetter, DeadLetterStore, SnapshotStore } from '../../ports/control-store.js';
import { jsonText } from './json-text.js';
import { jsonOf, nullableNumberOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

/** Tables with a handful of plain calls each. */

export function createSnapshotStore(sql: Sql): SnapshotStore {
  return {
    async save(chainId, ref, bytes) {
      await sql.query(
        `insert into snapshots (chain_id, ref, bytes) values ($1, $2::jsonb, $3) on conflict (chain_id) do update set ref = excluded.ref, bytes = excluded.bytes`,
        [chainId, jsonText(ref), bytes],
      );
    },
    async load(chainId) {
      const rows = await sql.query('select ref, bytes from snapshots where chain_id = $1', [chainId]);
      const row = rows[0];
      const bytes = row?.['bytes'];
      return row === undefined || !(bytes instanceof Uint8Array) ? null : { ref: jsonOf<BlockRef>(row, 'ref'), bytes };
    },
    async clear(chainId) {
      await sql.query('delete from snapshots where chain_id = $1', [chainId]);
    },
  };
}

export function createDeadLetterStore(sql: Sql): DeadLetterStore {
  const read = (row: SqlRow): DeadLetter => ({
    id: textOf(row, 'id'),
    stage: textOf(row, 'stage'),
    chainId: nullableNumberOf(row, 'chain_id'),
    blockNumber: nullableNumberOf(row, 'block_number'),
    reason: textOf(row, 'reason'),
    detail: textOf(row, 'detail'),
    payload: textOf(row, 'payload'),
    atMs: numberOf(row, 'at_ms'),
    requestedAtMs: nullableNumberOf(row, 'requested_at_ms'),
    replayedAtMs: nullableNumberOf(row, 'replayed_at_ms'),
  });
  return {
    async put(letter) {
      await sql.query(
        `insert into dead_letters (id, stage, chain_id, block_number, reason, detail, payload, at_ms) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set reason = excluded.reason, detail = excluded.detail, at_ms = excluded.at_ms, replayed_at_ms = null, requested_at_ms = null`,
        [
          letter.id,
          letter.stage,
          letter.chainId,
          letter.blockNumber,
          letter.reason,
          letter.detail.slice(0, 4_000),
          letter.payload.slice(0, 65_536),
          letter.atMs,
        ],
      );
    },
    async list(limit, cursor) {
      const before = cursor !== null && /^\d+$/.test(cursor) ? cursor : null;
      const rows = await sql.query(
        'select * from dead_letters where ($1::bigint is null or position < $1::bigint) order by position desc limit $2',
        [before, limit + 1],
      );
      const last = rows.length > limit ? rows[limit - 1] : undefined;
      return { items: rows.slice(0, limit).map(read), nextCursor: last === undefined ? null : textOf(last, 'position') };
    },
    async get(id) {
      const rows = await sql.query('select * from dead_letters where id = $1', [id]);
      return rows[0] === undefined ? null : read(rows[0]);
    },
    async request(id, atMs) {
      const rows = await sql.query('update dead_letters set requested_at_ms = $2, replayed_at_ms = null where id = $1 returning id', [
        id,
        atMs,
      ]);
      return rows.length > 0;
    },
    async requested(chainId) {
      const rows = await sql.query(
        'select * from dead_letters where chain_id = $1 and requested_at_ms is not null order by requested_at_ms, position',
        [chainId],
      );
      return rows.map(read);
    },
    async refuse(id, reason, detail) {
      await sql.query('update dead_letters set requested_at_ms = null, reason = $2, detail = $3 where id = $1', [
        id,
        reason,
        detail.slice(0, 4_000),
      ]);
    },
    async markReplayed(id, atMs) {
      await sql.query('update dead_letters set replayed_at_ms = $2, requested_at_ms = null where id = $1', [id, atMs]);
    },
    async count() {
      const rows = await sql.query('select count(*) as n from dead_letters where replayed_at_ms is null');
      return rows[0] === undefined ? 0 : numberOf(rows[0], 'n');
    },
  };
}

export function createSettings(sql: Sql): ControlStore['settings'] {
  return {
    async get(key) {
      const rows = await sql.query('select value from settings where key = $1', [key]);
      return rows[0] === undefined ? null : textOf(rows[0], 'value');
    },
    async set(key, value) {
      await sql.query('insert into settings (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value', [
        key,
        value,
      ]);
    },
  };
}
