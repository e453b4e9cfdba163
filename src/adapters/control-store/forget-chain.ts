import type { Sql } from './sql.js';

/** Removes what is known of a chain that is no more: a devnet that lost its state begins again. Keys, channels and labels stay. */
export async function forgetChain(sql: Sql, chainId: number): Promise<void> {
  await sql.transaction(async (tx) => {
    for (const table of ['timeline', 'incident_keys', 'incident_states', 'escalation_runs'])
      await tx.query(`delete from ${table} where incident_id in (select id from incidents where chain_id = $1)`, [chainId]);
    // Changes are known by block hashes, which a new chain does not repeat; their events go with the chain.
    for (const table of [
      'leases',
      'chains',
      'published_blocks',
      'checkpoints',
      'snapshots',
      'alerts',
      'incidents',
      'incident_actors',
      'suppressed_alerts',
      'heard_subjects',
      'outbound_events',
      'dead_letters',
      'chain_canaries',
    ])
      await tx.query(`delete from ${table} where chain_id = $1`, [chainId]);
  });
}
