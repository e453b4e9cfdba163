import type { Address } from '../../core/chain/block.js';
import type { BlockRef } from '../../core/chain/chain-event.js';
import { LABEL_CATEGORIES, type Label } from '../../core/detect/detector.js';
import type { ApiKey, KeyStore } from '../../ports/access-store.js';
import { SCOPES } from '../../ports/access-store.js';
import type {
  Channel,
  ChannelStore,
  ControlStore,
  DeadLetter,
  DeadLetterStore,
  LabelStore,
  SnapshotStore,
} from '../../ports/control-store.js';
import { jsonOf, nullableNumberOf, nullableTextOf, numberOf, textOf, textsOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

/** Tables with a handful of plain calls each. */

export function createSnapshotStore(sql: Sql): SnapshotStore {
  return {
    async save(chainId, ref, bytes) {
      await sql.query(
        `insert into snapshots (chain_id, ref, bytes) values ($1, $2::jsonb, $3) on conflict (chain_id) do update set ref = excluded.ref, bytes = excluded.bytes`,
        [chainId, JSON.stringify(ref), bytes],
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

export function createChannelStore(sql: Sql): ChannelStore {
  const read = (row: SqlRow) => jsonOf<Channel>(row, 'body');
  return {
    list: async (organisationId) =>
      (
        await sql.query('select body from channels where $1::text is null or organisation_id = $1 order by organisation_id, id', [
          organisationId,
        ])
      ).map(read),
    async get(organisationId, id) {
      const rows = await sql.query('select body from channels where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : read(rows[0]);
    },
    async put(channel) {
      await sql.query(
        'insert into channels (organisation_id, id, body) values ($1, $2, $3::jsonb) on conflict (organisation_id, id) do update set body = excluded.body',
        [channel.organisationId, channel.id, JSON.stringify(channel)],
      );
    },
    async remove(organisationId, id) {
      await sql.query('delete from channels where organisation_id = $1 and id = $2', [organisationId, id]);
    },
  };
}

export function createKeyStore(sql: Sql): KeyStore {
  const read = (row: SqlRow): ApiKey => ({
    id: textOf(row, 'id'),
    hash: textOf(row, 'hash'),
    name: textOf(row, 'name'),
    organisationId: textOf(row, 'organisation_id'),
    scopes: SCOPES.filter((scope) => textsOf(row, 'scopes').includes(scope)),
    createdAtMs: numberOf(row, 'created_at_ms'),
    revokedAtMs: nullableNumberOf(row, 'revoked_at_ms'),
  });
  return {
    async byHash(hash) {
      const rows = await sql.query('select * from api_keys where hash = $1 and revoked_at_ms is null', [hash]);
      return rows[0] === undefined ? null : read(rows[0]);
    },
    list: async () => (await sql.query('select * from api_keys order by created_at_ms')).map(read),
    async put(key) {
      await sql.query(
        `insert into api_keys (id, hash, name, organisation_id, scopes, created_at_ms, revoked_at_ms) values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (id) do update set name = excluded.name, scopes = excluded.scopes, revoked_at_ms = excluded.revoked_at_ms`,
        [key.id, key.hash, key.name, key.organisationId, key.scopes, key.createdAtMs, key.revokedAtMs],
      );
    },
    revoke: async (id, atMs) =>
      (await sql.query('update api_keys set revoked_at_ms = $2 where id = $1 and revoked_at_ms is null returning id', [id, atMs])).length >
      0,
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

export function createLabelStore(sql: Sql): LabelStore {
  const read = (row: SqlRow): Label => ({
    address: textOf(row, 'address') as Address,
    category: LABEL_CATEGORIES.find((category) => category === textOf(row, 'category')) ?? 'other',
    source: textOf(row, 'source'),
    confidence: numberOf(row, 'confidence'),
    name: nullableTextOf(row, 'name'),
    chainId: numberOf(row, 'chain_id') === 0 ? null : numberOf(row, 'chain_id'),
  });
  return {
    async put(labels) {
      const distinct = [
        ...new Map(labels.map((label) => [`${label.address}|${label.category}|${label.source}|${label.chainId ?? 0}`, label])).values(),
      ];
      for (let i = 0; i < distinct.length; i += 2_000) {
        await sql.query(
          `insert into labels (address, category, source, chain_id, confidence, name)
           select l->>'address', l->>'category', l->>'source', coalesce((l->>'chainId')::bigint, 0), (l->>'confidence')::float8, l->>'name' from jsonb_array_elements($1::jsonb) as l
           on conflict (address, category, source, chain_id) do update set confidence = excluded.confidence, name = excluded.name`,
          [JSON.stringify(distinct.slice(i, i + 2_000))],
        );
      }
    },
    all: async () => (await sql.query('select * from labels')).map(read),
    page: async (limit, after) =>
      (
        await sql.query(
          `select * from labels where $1::text is null or (address, category, source, chain_id) > ($1::text, $2::text, $3::text, $4::bigint)
           order by address, category, source, chain_id limit $5`,
          [after?.address ?? null, after?.category ?? null, after?.source ?? null, after?.chainId ?? 0, limit],
        )
      ).map(read),
    of: async (address) => (await sql.query('select * from labels where address = $1', [address])).map(read),
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
