import type { Member, MemberChange, MemberStore, Organisation, OrganisationStore } from '../../ports/access-store.js';
import { ROLES } from '../../ports/access-store.js';
import { numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

function organisationOf(row: SqlRow): Organisation {
  return { id: textOf(row, 'id'), name: textOf(row, 'name'), createdAtMs: numberOf(row, 'created_at_ms') };
}

export function createOrganisationStore(sql: Sql): OrganisationStore {
  return {
    list: async () => (await sql.query('select * from organisations order by created_at_ms, id')).map(organisationOf),
    async get(id) {
      const rows = await sql.query('select * from organisations where id = $1', [id]);
      return rows[0] === undefined ? null : organisationOf(rows[0]);
    },
    async add({ id, name, createdAtMs }) {
      const rows = await sql.query(
        'insert into organisations (id, name, created_at_ms) values ($1, $2, $3) on conflict (id) do nothing returning id',
        [id, name, createdAtMs],
      );
      return rows.length > 0;
    },
  };
}

function memberOf(row: SqlRow): Member {
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    name: textOf(row, 'name'),
    email: textOf(row, 'email'),
    // A role that this version does not know allows the least.
    role: ROLES.find((role) => role === row['role']) ?? 'viewer',
    createdAtMs: numberOf(row, 'created_at_ms'),
  };
}

export function createMemberStore(sql: Sql): MemberStore {
  /** Changes of one organisation's people come one after the other: two that each leave the other as the last owner cannot both pass. */
  function change(
    organisationId: string,
    id: string,
    write: (tx: Sql, member: Member, isLastOwner: boolean) => Promise<MemberChange>,
  ): Promise<MemberChange> {
    return sql.transaction(async (tx) => {
      await tx.query('select id from organisations where id = $1 for update', [organisationId]);
      const members = (await tx.query('select * from members where organisation_id = $1', [organisationId])).map(memberOf);
      const member = members.find((each) => each.id === id);
      if (member === undefined) return { kind: 'missing' };
      const isLastOwner = member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1;
      return write(tx, member, isLastOwner);
    });
  }
  return {
    list: async (organisationId) =>
      (await sql.query('select * from members where organisation_id = $1 order by created_at_ms, id', [organisationId])).map(memberOf),
    async get(organisationId, id) {
      const rows = await sql.query('select * from members where organisation_id = $1 and id = $2', [organisationId, id]);
      return rows[0] === undefined ? null : memberOf(rows[0]);
    },
    async add({ id, organisationId, name, email, role, createdAtMs }) {
      const rows = await sql.query(
        `insert into members (id, organisation_id, name, email, role, created_at_ms) values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation_id, lower(email)) do nothing returning id`,
        [id, organisationId, name, email, role, createdAtMs],
      );
      return rows.length > 0;
    },
    change: (organisationId, id, to) =>
      change(organisationId, id, async (tx, member, isLastOwner) => {
        const changed = { ...member, name: to.name ?? member.name, role: to.role ?? member.role };
        if (isLastOwner && changed.role !== 'owner') return { kind: 'last-owner' };
        await tx.query('update members set name = $2, role = $3 where id = $1', [id, changed.name, changed.role]);
        return { kind: 'done', member: changed };
      }),
    remove: (organisationId, id, atMs) =>
      change(organisationId, id, async (tx, member, isLastOwner) => {
        if (isLastOwner) return { kind: 'last-owner' };
        await tx.query('update api_keys set revoked_at_ms = $2 where member_id = $1 and revoked_at_ms is null', [id, atMs]);
        await tx.query('delete from members where id = $1', [id]);
        return { kind: 'done', member };
      }),
  };
}
