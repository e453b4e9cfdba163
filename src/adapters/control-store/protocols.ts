import type { Address } from '../../core/chain/block.js';
import type { Protocol, ProtocolStore } from '../../ports/protocol-store.js';
import { numberOf, textOf, textsOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

function read(row: SqlRow): Protocol {
  return {
    organisationId: textOf(row, 'organisation_id'),
    id: textOf(row, 'id'),
    title: textOf(row, 'title'),
    chains: textsOf(row, 'chains').map(Number),
    addresses: textsOf(row, 'addresses') as readonly Address[],
    updatedAtMs: numberOf(row, 'updated_at_ms'),
  };
}

export function createProtocolStore(sql: Sql): ProtocolStore {
  return {
    list: async (organisationId) =>
      (await sql.query('select * from protocols where organisation_id = $1 order by id', [organisationId])).map(read),
    async get(organisationId, id) {
      const rows = await sql.query('select * from protocols where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : read(rows[0]);
    },
    async add({ organisationId, id, title, chains, addresses, updatedAtMs }) {
      const rows = await sql.query(
        `insert into protocols (organisation_id, id, title, chains, addresses, updated_at_ms) values ($1, $2, $3, $4, $5, $6)
         on conflict do nothing returning id`,
        [organisationId, id, title, chains, addresses, updatedAtMs],
      );
      return rows.length > 0;
    },
    async change({ organisationId, id, title, chains, addresses, updatedAtMs }) {
      const rows = await sql.query(
        'update protocols set title = $3, chains = $4, addresses = $5, updated_at_ms = $6 where organisation_id = $1 and id = $2 returning id',
        [organisationId, id, title, chains, addresses, updatedAtMs],
      );
      return rows.length > 0;
    },
    remove: async (organisationId, id) =>
      (await sql.query('delete from protocols where organisation_id = $1 and id = $2 returning id', [organisationId, id])).length > 0,
  };
}
