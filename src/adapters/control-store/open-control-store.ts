import type { ControlStore } from '../../ports/control-store.js';
import { pendingMigrations, readMigrations } from '../migrations.js';
import { createAlertStore } from './alerts.js';
import { createCanaryStore } from './canaries.js';
import { createChannelStore } from './channels.js';
import { createAuditStore, createCheckStore, createOpinionStore, createPolicyStore, createScreeningStore } from './check-stores.js';
import { createCursorStore } from './cursors.js';
import { createEscalationStore } from './escalations.js';
import { forgetChain } from './forget-chain.js';
import { createHeardSubjects } from './heard.js';
import { createIncidentStore } from './incident-store.js';
import { createKeyStore } from './keys.js';
import { createLabelStore } from './labels.js';
import { createLeaseStore } from './leases.js';
import { createBacktestStore, createMonitorStore } from './monitors.js';
import { createMemberStore, createOrganisationStore } from './organisations.js';
import { createOutboxStore } from './outbox.js';
import { createProtocolStore } from './protocols.js';
import { reseal } from './reseal.js';
import { createResponseStore } from './responses.js';
import { textOf } from './rows.js';
import { createSeal, NO_SEAL, type Seal } from './seal.js';
import { createSecretStore } from './secrets.js';
import { createSessionStore } from './sessions.js';
import { createDeadLetterStore, createSettings, createSnapshotStore } from './small-stores.js';
import { openPglite, openPostgres, type Sql } from './sql.js';
import { createSuppressionStore } from './suppressions.js';

export interface ControlStoreOptions {
  /** A PostgreSQL server; else PGlite in `dir`, or in memory without one. */
  readonly url?: string | null;
  readonly dir?: string | null;
  readonly migrate: boolean;
  /** Keys of 32 bytes that encrypt secrets; the first one seals. None: they lie there as they are. */
  readonly secretsKeys?: readonly Uint8Array[];
}

/** Serialises processes that start together. */
const MIGRATION_LOCK = 7_046_000;

/** Applies what is missing, each file in a transaction of its own. Returns the names that were applied. */
export async function migrateControlStore(sql: Sql): Promise<readonly string[]> {
  return sql.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.query(
      'create table if not exists schema_migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
    );
    const rows = await tx.query('select name, hash from schema_migrations');
    const pending = pendingMigrations(readMigrations('postgres'), new Map(rows.map((row) => [textOf(row, 'name'), textOf(row, 'hash')])));
    for (const migration of pending) {
      await tx.script(migration.sql);
      await tx.query('insert into schema_migrations (name, hash) values ($1, $2)', [migration.name, migration.hash]);
    }
    return pending.map((migration) => migration.name);
  });
}

export function createControlStore(sql: Sql, seal: Seal = NO_SEAL): ControlStore {
  return {
    leases: createLeaseStore(sql),
    cursors: createCursorStore(sql),
    snapshots: createSnapshotStore(sql),
    alerts: createAlertStore(sql),
    channels: createChannelStore(sql, seal),
    outbox: createOutboxStore(sql),
    canaries: createCanaryStore(sql),
    responses: createResponseStore(sql),
    organisations: createOrganisationStore(sql),
    members: createMemberStore(sql),
    secrets: createSecretStore(sql, seal),
    keys: createKeyStore(sql),
    sessions: createSessionStore(sql),
    checks: createCheckStore(sql),
    checkPolicies: createPolicyStore(sql),
    opinions: createOpinionStore(sql),
    audit: createAuditStore(sql),
    screenings: createScreeningStore(sql),
    deadLetters: createDeadLetterStore(sql),
    labels: createLabelStore(sql),
    incidents: createIncidentStore(sql),
    suppressions: createSuppressionStore(sql),
    escalations: createEscalationStore(sql),
    heard: createHeardSubjects(sql),
    monitors: createMonitorStore(sql),
    backtests: createBacktestStore(sql),
    protocols: createProtocolStore(sql),
    settings: createSettings(sql),
    forgetChain: (chainId) => forgetChain(sql, chainId),
    ping: async () => void (await sql.query('select 1')),
    close: () => sql.close(),
  };
}

export async function openControlStore(options: ControlStoreOptions): Promise<ControlStore> {
  const sql = options.url ? openPostgres(options.url) : await openPglite(options.dir ?? null);
  const seal = createSeal(options.secretsKeys ?? []);
  try {
    if (options.migrate) {
      await migrateControlStore(sql);
      await reseal(sql, seal);
    }
  } catch (error) {
    await sql.close(); // Refused: nothing is left open, and the process may end.
    throw error;
  }
  return createControlStore(sql, seal);
}
