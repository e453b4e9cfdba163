import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { Logger } from '../../ports/logger.js';
import { BatchWriter } from './batch-writer.js';
import { type ClickHouseSql, openChdb, openClickHouse } from './click-house-sql.js';
import { migrateAnalyticsStore } from './migrate.js';
import { addressProfile, topEntities } from './queries/entities.js';
import { coverageRanges, coverageTotals, ledgerCounts, riskByBlock } from './queries/ledger.js';
import { neighboursOf } from './queries/neighbours.js';
import { recentScores } from './queries/recent-scores.js';
import { detailOfTransaction, findingsOfTransaction } from './queries/stored-bodies.js';
import { trainingRows } from './queries/training-rows.js';
import { transactionByHash } from './queries/transaction-by-hash.js';

export interface AnalyticsStoreOptions {
  /** A ClickHouse server; else chdb in `dir`, or in memory without one. */
  readonly url?: string | null;
  readonly dir?: string | null;
  readonly migrate: boolean;
  readonly logger: Logger;
}

export function createAnalyticsStore(sql: ClickHouseSql, logger: Logger): AnalyticsStore {
  const writer = new BatchWriter(sql, logger);
  return {
    writer,
    reader: {
      transaction: (hash) => transactionByHash(sql, hash),
      detail: (hash) => detailOfTransaction(sql, hash),
      findingsOf: (hash) => findingsOfTransaction(sql, hash),
      riskByBlock: (query) => riskByBlock(sql, query),
      coverage: (query) => coverageRanges(sql, query),
      coverageTotals: (chainId) => coverageTotals(sql, chainId),
      addressProfile: (chainId, address) => addressProfile(sql, chainId, address),
      neighbours: (chainId, addresses, limit) => neighboursOf(sql, chainId, addresses, limit),
      topEntities: (query) => topEntities(sql, query),
      trainingRows: (chainId, limit) => trainingRows(sql, chainId, limit),
      recentScores: (chainId, limit) => recentScores(sql, chainId, limit),
      counts: (chainId) => ledgerCounts(sql, chainId),
    },
    ping: async () => void (await sql.rows('SELECT 1 AS one')),
    async close() {
      try {
        await writer.close();
      } finally {
        await sql.close();
      }
    },
  };
}

export async function openAnalyticsStore(options: AnalyticsStoreOptions): Promise<AnalyticsStore> {
  const sql = options.url ? openClickHouse(options.url) : openChdb(options.dir ?? null);
  if (options.migrate) await migrateAnalyticsStore(sql);
  return createAnalyticsStore(sql, options.logger);
}
