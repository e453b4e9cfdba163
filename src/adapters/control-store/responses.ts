import type { Hex } from '../../core/chain/block.js';
import type { Arming } from '../../core/respond/arming.js';
import { RESPONSE_STATES } from '../../core/respond/response.js';
import type { ResponseRun, ResponseStore, SignedTransaction } from '../../ports/response-store.js';
import { jsonOf, nullableNumberOf, nullableTextOf, numberOf, textOf } from './rows.js';
import type { Sql, SqlRow } from './sql.js';

const LONGEST_REASON = 500;
/** A node that says a nonce again which was mined before lags behind; after so long, the block has left the chain. */
const NODES_LAG_MS = 60_000;

/** Undoes the transaction that found it. */
class NonceTaken extends Error {}

export function createResponseStore(sql: Sql): ResponseStore {
  return {
    async arming(organisationId, channelId) {
      const [row] = await sql.query('select * from response_arms where organisation_id = $1 and channel_id = $2', [
        organisationId,
        channelId,
      ]);
      return row === undefined ? null : armingOf(row);
    },
    setArming: (organisationId, channelId, arming, before) =>
      sql.transaction(async (tx) => {
        await tx.query('select 1 from channels where organisation_id = $1 and id = $2 for update', [organisationId, channelId]);
        const [row] = await tx.query('select * from response_arms where organisation_id = $1 and channel_id = $2', [
          organisationId,
          channelId,
        ]);
        if (JSON.stringify(row === undefined ? null : armingOf(row)) !== JSON.stringify(before)) return false;
        await tx.query('delete from response_arms where organisation_id = $1 and channel_id = $2', [organisationId, channelId]);
        if (arming === null) return true;
        const { fingerprint, proposedBy, proposedAtMs, confirmedBy, confirmedAtMs } = arming;
        await tx.query('insert into response_arms values ($1, $2, $3, $4, $5, $6, $7)', [
          organisationId,
          channelId,
          fingerprint,
          proposedBy,
          proposedAtMs,
          confirmedBy,
          confirmedAtMs,
        ]);
        return true;
      }),
    begin: (run, cap) =>
      sql.transaction(async (tx) => {
        await tx.query('select 1 from channels where organisation_id = $1 and id = $2 for update', [run.organisationId, run.channelId]);
        const [known] = await tx.query('select * from response_runs where id = $1 for update', [run.id]);
        if (known !== undefined && !isJudgedAnew(known, cap === null)) return { kind: 'run', run: runOf(known) };
        if (cap !== null) {
          const [row] = await tx.query(
            `select count(*) as n from response_runs where organisation_id = $1 and channel_id = $2 and created_at_ms >= $3
               and state not in ('withheld', 'dry-run') and not (state = 'failed' and hash is null)`,
            [run.organisationId, run.channelId, cap.sinceMs],
          );
          const count = row === undefined ? 0 : numberOf(row, 'n');
          if (count >= cap.most) return { kind: 'capped', count };
        }
        await tx.query(
          `insert into response_runs (id, organisation_id, channel_id, incident_id, alert_id, action, state, created_at_ms, updated_at_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
           on conflict (id) do update set state = excluded.state, reason = null, action = excluded.action, alert_id = excluded.alert_id, created_at_ms = excluded.created_at_ms,
             updated_at_ms = excluded.updated_at_ms`,
          [run.id, run.organisationId, run.channelId, run.incidentId, run.alertId, run.action, run.state, run.createdAtMs],
        );
        return { kind: 'run', run };
      }),
    async keepSigned(id, { action, from, nonce, raw, hash }, nowMs, abandonedBeforeMs) {
      const { chainId, signer } = action;
      try {
        await sql.transaction(async (tx) => {
          await tx.query(
            `update response_runs set state = 'failed', reason = $6, updated_at_ms = $5 where chain_id = $1 and signed->>'from' = $2 and nonce = $3
               and state in ('signed', 'sent') and updated_at_ms < $4 and id <> $7`,
            [chainId, from, nonce, abandonedBeforeMs, nowMs, 'nobody followed it any more, and a later response took its nonce', id],
          );
          await tx.query(
            `update response_runs set state = 'signed', chain_id = $2, signer = $3, nonce = $4, raw = $5, hash = $6, signed = $8::jsonb, updated_at_ms = $7
             where id = $1 and raw is null`,
            [id, chainId, signer, nonce, raw, hash, nowMs, JSON.stringify({ action, from })],
          );
          // Looked for after the index was asked: one that is mined meanwhile is in either of them.
          const mined = await tx.query(
            `select 1 from response_runs where chain_id = $1 and signed->>'from' = $2 and nonce = $3 and state in ('done', 'reverted')
               and updated_at_ms > $4 and id <> $5`,
            [chainId, from, nonce, nowMs - NODES_LAG_MS, id],
          );
          if (mined.length > 0) throw new NonceTaken();
        });
      } catch (error) {
        if (error instanceof NonceTaken || Reflect.get(Object(error), 'code') === UNIQUE_VIOLATION) return 'nonce-taken';
        throw error;
      }
      const [row] = await sql.query('select * from response_runs where id = $1', [id]);
      if (row === undefined) throw new Error(`the response ${id} is gone`);
      return runOf(row);
    },
    async markSent(id, nowMs) {
      const rows = await sql.query(
        `update response_runs set state = 'sent', updated_at_ms = $2 where id = $1 and state in ('signed', 'sent') returning id`,
        [id, nowMs],
      );
      return rows.length > 0;
    },
    async withhold(id, reason, nowMs) {
      const rows = await sql.query(
        `update response_runs set state = 'withheld', reason = $2, updated_at_ms = $3,
           chain_id = null, signer = null, nonce = null, signed = null, raw = null, hash = null
         where id = $1 and state in ('begun', 'signed', 'withheld') returning id`,
        [id, reason.slice(0, LONGEST_REASON), nowMs],
      );
      return rows.length > 0;
    },
    async end(id, { state, reason, blockNumber }, nowMs) {
      await sql.query('update response_runs set state = $2, reason = $3, block_number = $4, updated_at_ms = $5 where id = $1', [
        id,
        state,
        reason?.slice(0, LONGEST_REASON) ?? null,
        blockNumber ?? null,
        nowMs,
      ]);
    },
    runs: async (organisationId, channelId, limit) =>
      (
        await sql.query(
          'select * from response_runs where organisation_id = $1 and channel_id = $2 order by created_at_ms desc, id limit $3',
          [organisationId, channelId, limit],
        )
      ).map(runOf),
  };
}

/** What did nothing says nothing of the next alert: it was withheld, or simulated by a channel that is no dry run any more, or failed before anything was signed. */
function isJudgedAnew(row: SqlRow, isDryRun: boolean): boolean {
  const state = textOf(row, 'state');
  // By the hash: earlier versions did not keep the bytes of what they signed.
  return state === 'withheld' || (state === 'dry-run' && !isDryRun) || (state === 'failed' && nullableTextOf(row, 'hash') === null);
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

function armingOf(row: SqlRow): Arming {
  return {
    fingerprint: textOf(row, 'fingerprint'),
    proposedBy: textOf(row, 'proposed_by'),
    proposedAtMs: numberOf(row, 'proposed_at_ms'),
    confirmedBy: nullableTextOf(row, 'confirmed_by'),
    confirmedAtMs: nullableNumberOf(row, 'confirmed_at_ms'),
  };
}

function runOf(row: SqlRow): ResponseRun {
  const state = RESPONSE_STATES.find((known) => known === row['state']);
  if (state === undefined) throw new Error(`a response in the unknown state ${String(row['state'])}`);
  return {
    id: textOf(row, 'id'),
    organisationId: textOf(row, 'organisation_id'),
    channelId: textOf(row, 'channel_id'),
    incidentId: textOf(row, 'incident_id'),
    alertId: textOf(row, 'alert_id'),
    action: textOf(row, 'action'),
    state,
    reason: nullableTextOf(row, 'reason'),
    transaction: transactionOf(row),
    blockNumber: nullableNumberOf(row, 'block_number'),
    createdAtMs: numberOf(row, 'created_at_ms'),
    updatedAtMs: numberOf(row, 'updated_at_ms'),
  };
}

function transactionOf(row: SqlRow): SignedTransaction | null {
  const raw = nullableTextOf(row, 'raw');
  if (raw === null) return null;
  return {
    ...jsonOf<Pick<SignedTransaction, 'action' | 'from'>>(row, 'signed'),
    nonce: numberOf(row, 'nonce'),
    raw: raw as Hex,
    hash: textOf(row, 'hash') as Hex,
  };
}
