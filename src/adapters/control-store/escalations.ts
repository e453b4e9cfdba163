import type { EscalationPolicy } from '../../core/alert/escalation.js';
import type { EscalationStore } from '../../ports/escalation-store.js';
import { escalationTurn } from './escalation-turn.js';
import { jsonText } from './json-text.js';
import { jsonOf } from './rows.js';
import type { Sql } from './sql.js';

export function createEscalationStore(sql: Sql): EscalationStore {
  return {
    async list(organisationId) {
      const rows = await sql.query('select body from escalation_policies where organisation_id = $1 order by id', [organisationId]);
      return rows.map((row) => jsonOf<EscalationPolicy>(row, 'body'));
    },
    async get(organisationId, id) {
      const [row] = await sql.query('select body from escalation_policies where organisation_id = $1 and id = $2', [organisationId, id]);
      return row === undefined ? null : jsonOf<EscalationPolicy>(row, 'body');
    },
    async put(policy, nowMs) {
      await sql.query(
        `insert into escalation_policies (organisation_id, id, body, created_at_ms, updated_at_ms) values ($1, $2, $3::jsonb, $4, $4)
         on conflict (organisation_id, id) do update set body = excluded.body, updated_at_ms = excluded.updated_at_ms`,
        [policy.organisationId, policy.id, jsonText(policy), nowMs],
      );
    },
    remove: (organisationId, id, nowMs) =>
      sql.transaction(async (tx) => {
        await tx.query(
          `update escalation_runs set ended_at_ms = $3, ended_because = 'removed' where organisation_id = $1 and policy_id = $2 and ended_at_ms is null`,
          [organisationId, id, nowMs],
        );
        const rows = await tx.query('delete from escalation_policies where organisation_id = $1 and id = $2 returning id', [
          organisationId,
          id,
        ]);
        return rows.length > 0;
      }),
    turn: (nowMs, decide) => escalationTurn(sql, nowMs, decide),
  };
}
