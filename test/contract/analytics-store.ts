import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchWriter } from '../../src/adapters/analytics-store/batch-writer.js';
import type { ClickHouseSql } from '../../src/adapters/analytics-store/click-house-sql.js';
import { migrateAnalyticsStore } from '../../src/adapters/analytics-store/migrate.js';
import { createAnalyticsStore } from '../../src/adapters/analytics-store/open-analytics-store.js';
import type { AnalyticsStore } from '../../src/ports/analytics-store.js';
import { buildAnalysedBlock, hashAt } from '../support/analysed-block.js';
import { SILENT_LOGGER } from '../support/records.js';

export interface AnalyticsEngine {
  readonly sql: ClickHouseSql;
  /** Call after the store was closed. */
  stop(): Promise<void>;
}

/** What is promised of the analytics store, whichever engine is behind it. */
export function analyticsStoreContract(name: string, open: () => Promise<AnalyticsEngine>): void {
  describe(name, () => {
    let engine: AnalyticsEngine;
    let sql: ClickHouseSql;
    let store: AnalyticsStore;
    let chains = 100;
    /** Each test has a chain of its own. */
    const nextChain = () => {
      chains += 1;
      return chains;
    };

    beforeAll(async () => {
      engine = await open();
      sql = engine.sql;
      await migrateAnalyticsStore(sql);
      store = createAnalyticsStore(sql, SILENT_LOGGER);
    });
    // One data directory a process: also after a failure it must be closed, or every later file fails.
    afterAll(async () => {
      await store?.close();
      await engine?.stop();
    });

    async function write(...blocks: readonly ReturnType<typeof buildAnalysedBlock>[]): Promise<void> {
      for (const block of blocks) await store.writer.append(block);
      await store.writer.flush();
    }

    const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

    it('gives back what was written, to the last bit and digit', async () => {
      const chainId = nextChain();
      const block = buildAnalysedBlock({ chainId, number: 7, branch: chainId, transactions: 6, findings: 2 });
      await write(block);
      for (const row of block.transactions) expect(await store.reader.transaction(row.hash)).toEqual(row);
      const first = block.transactions[0]?.hash ?? '0x';
      expect(await store.reader.findingsOf(first)).toEqual(block.findings.slice(0, 1));
      expect(await store.reader.detail(first)).toEqual(block.details[0]);
      expect(await store.reader.transaction(hashAt(9, 9, 9, 9))).toBeNull();
    });

    it('knows whom addresses dealt with, each in both directions, the busiest first', async () => {
      const chainId = nextChain();
      const block = buildAnalysedBlock({ chainId, number: 7, branch: chainId, transactions: 6, findings: 0 });
      const [a, b, c] = ['aa', 'bb', 'cc'].map((byte) => `0x${byte.repeat(20)}` as const) as [`0x${string}`, `0x${string}`, `0x${string}`];
      const pairs = [
        [a, b],
        [a, b],
        [a, c],
        [b, a],
        [c, b],
        [c, null],
      ] as const;
      const transactions = block.transactions.map((row, i) => ({
        ...row,
        from: pairs[i]?.[0] ?? a,
        to: pairs[i]?.[1] ?? null,
        valueWei: 10n ** 20n + BigInt(i),
      }));
      await write({ ...block, transactions });
      const found = await store.reader.neighbours(chainId, [a, c], 10);
      const told = found.map(({ address, counterparty, direction, transactions: count, valueWei }) => [
        address,
        counterparty,
        direction,
        count,
        valueWei,
      ]);
      expect(told).toHaveLength(5);
      expect(told).toEqual(
        expect.arrayContaining([
          [a, b, 'sent', 2, 2n * 10n ** 20n + 1n],
          [a, c, 'sent', 1, 10n ** 20n + 2n],
          [a, b, 'received', 1, 10n ** 20n + 3n],
          [c, a, 'received', 1, 10n ** 20n + 2n],
          [c, b, 'sent', 1, 10n ** 20n + 4n],
        ]),
      );
      expect(await store.reader.neighbours(chainId, [a], 1)).toHaveLength(1);
      expect(await store.reader.neighbours(chainId, [], 10)).toEqual([]);
    });

    it('holds a block once however often it comes', async () => {
      const chainId = nextChain();
      const block = buildAnalysedBlock({ chainId, number: 1, branch: chainId, transactions: 3, findings: 1 });
      await write(block);
      await write(block, block);
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 1, transactions: 3, findings: 1 });
      expect(await store.reader.findingsOf(block.transactions[0]?.hash ?? '0x')).toHaveLength(1);
      expect(await store.reader.riskByBlock({ chainId, limit: 10 })).toHaveLength(1);
      const [rows] = await sql.rows('SELECT count() AS rows FROM transactions FINAL WHERE chain_id = {chain:UInt64}', { chain: chainId });
      expect(rows).toEqual({ rows: '3' });
    });

    it('takes a retracted block out of all that is read, and holds the one that replaces it', async () => {
      const chainId = nextChain();
      const [old, next] = [0, 1].map((at) => buildAnalysedBlock({ chainId, number: 5, branch: chainId * 10 + at, findings: 1 }));
      if (old === undefined || next === undefined) throw new Error('unreachable');
      await write(old);
      await store.writer.retract(old.summary.ref);
      await store.writer.retract(old.summary.ref);
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 0, transactions: 0, findings: 0 });
      expect(await store.reader.transaction(old.transactions[0]?.hash ?? '0x')).toBeNull();
      expect(await store.reader.findingsOf(old.transactions[0]?.hash ?? '0x')).toEqual([]);
      await write(next);
      expect((await store.reader.riskByBlock({ chainId, limit: 10 })).map(({ blockHash }) => blockHash)).toEqual([next.summary.ref.hash]);
    });

    it('holds a block again that was retracted and came back', async () => {
      const chainId = nextChain();
      const block = buildAnalysedBlock({ chainId, number: 5, branch: chainId, findings: 1 });
      await write(block);
      await store.writer.retract(block.summary.ref);
      const again = buildAnalysedBlock({ chainId, number: 5, branch: chainId, findings: 1, atMs: Date.now() + 1 });
      await write(again);
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 1, transactions: 2, findings: 1 });
      expect(await store.reader.coverageTotals(chainId)).toEqual({ complete: 1, partial: 0, missing: 0 });
    });

    it('removes what is above a checkpoint, of that chain only', async () => {
      const [chainId, other] = [nextChain(), nextChain()];
      for (const each of [chainId, other])
        await write(...numbers(1, 6).map((number) => buildAnalysedBlock({ chainId: each, number, branch: each, findings: 1 })));
      await store.writer.rewind(chainId, 4);
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 3, transactions: 6, findings: 3 });
      expect(await store.reader.counts(other)).toEqual({ blocks: 6, transactions: 12, findings: 6 });
      await write(...numbers(4, 6).map((number) => buildAnalysedBlock({ chainId, number, branch: chainId, findings: 1 })));
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 6, transactions: 12, findings: 6 });
    });

    it('tells coverage as ranges: what is complete, partial with its reasons, and missing', async () => {
      const chainId = nextChain();
      const of = (number: number, more: object = {}) => buildAnalysedBlock({ chainId, number, branch: chainId, ...more });
      const reasons = ['no-traces'];
      await write(
        ...[1, 2, 3].map((n) => of(n)),
        ...[4, 5].map((n) => of(n, { reasons })),
        ...[8, 9].map((n) => of(n)),
        of(10, { modelId: 'next' }),
      );
      await store.writer.gap({ chainId, from: 6, to: 7, reason: 'mismatch-receiptsRoot', atMs: 1 });
      await store.writer.flush();
      const ranges = await store.reader.coverage({ chainId, from: 0, to: 100 });
      expect(ranges.map(({ from, to, state, reasons: why, blocks, modelId }) => [from, to, state, why, blocks, modelId])).toEqual([
        [1, 3, 'complete', [], 3, 'model'],
        [4, 5, 'partial', reasons, 2, 'model'],
        [6, 7, 'missing', ['mismatch-receiptsRoot'], 2, null],
        [8, 9, 'complete', [], 2, 'model'],
        [10, 10, 'complete', [], 1, 'next'],
      ]);
      expect(await store.reader.coverageTotals(chainId)).toEqual({ complete: 6, partial: 2, missing: 2 });
      await store.writer.fillGap({ chainId, number: 6, atMs: 2 });
      await write(of(6, { reasons: ['analysed-late'] }));
      const mended = await store.reader.coverage({ chainId, from: 6, to: 7 });
      expect(mended.map(({ from, state, reasons: why }) => [from, state, why])).toEqual([
        [6, 'partial', ['analysed-late']],
        [7, 'missing', ['mismatch-receiptsRoot']],
      ]);
      expect(await store.reader.coverageTotals(chainId)).toEqual({ complete: 6, partial: 3, missing: 1 });
      expect((await store.reader.coverage({ chainId, from: 3, to: 4 })).map(({ from, to }) => [from, to])).toEqual([
        [3, 3],
        [4, 4],
      ]);
    });

    it('writes batches on its own, without being told to flush', async () => {
      const chainId = nextChain();
      await store.writer.append(buildAnalysedBlock({ chainId, number: 1, branch: chainId, transactions: 6_000 }));
      for (let i = 0; i < 500 && (await store.reader.counts(chainId)).blocks === 0; i += 1)
        await new Promise((resolve) => setTimeout(resolve, 10));
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 1, transactions: 6_000, findings: 0 });
    });

    it('stops with a clear error at rows that the engine refuses, instead of trying for ever', async () => {
      const chainId = nextChain();
      const writer = new BatchWriter(sql, SILENT_LOGGER);
      const bad = buildAnalysedBlock({ chainId, number: 1, branch: chainId });
      await writer.append({ ...bad, transactions: bad.transactions.map((row) => ({ ...row, hash: `0x${'1'.repeat(200)}` as const })) });
      await expect(writer.flush()).rejects.toMatchObject({ name: 'FatalError', code: 'analytics-refused' });
      await expect(writer.append(bad)).rejects.toMatchObject({ code: 'analytics-refused' });
      expect(await store.reader.counts(chainId)).toEqual({ blocks: 0, transactions: 0, findings: 0 });
    });

    it('applies its migrations once, and refuses a store whose migration was changed or is unknown', async () => {
      expect(await migrateAnalyticsStore(sql)).toEqual([]);
      await sql.command("INSERT INTO schema_migrations (name, hash) VALUES ('9999_of_the_future.sql', 'x')");
      await expect(migrateAnalyticsStore(sql)).rejects.toMatchObject({ name: 'FatalError', code: 'migration-unknown' });
      await sql.command("DELETE FROM schema_migrations WHERE name = '9999_of_the_future.sql'");
      await sql.command(
        "ALTER TABLE schema_migrations UPDATE hash = 'changed' WHERE name = '0001_analytics.sql' SETTINGS mutations_sync = 1",
      );
      await expect(migrateAnalyticsStore(sql)).rejects.toMatchObject({ name: 'FatalError', code: 'migration-changed' });
    });
  });
}
