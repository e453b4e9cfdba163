import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openClickHouse } from '../../../src/adapters/analytics-store/click-house-sql.js';
import { openAnalyticsStore } from '../../../src/adapters/analytics-store/open-analytics-store.js';
import { analyticsStoreContract } from '../../contract/analytics-store.js';
import { buildAnalysedBlock } from '../../support/analysed-block.js';
import { type ClickHouseBridge, startClickHouseBridge } from '../../support/clickhouse-bridge.js';
import { SILENT_LOGGER } from '../../support/records.js';

analyticsStoreContract('analytics on a server', async () => {
  const bridge = await startClickHouseBridge();
  return { sql: openClickHouse(bridge.url), stop: () => bridge.close() };
});

describe('analytics on a server that dies', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-clickhouse-'));
  let bridge: ClickHouseBridge;
  afterAll(async () => {
    await bridge?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('waits for it to come back, and holds then every row once', async () => {
    bridge = await startClickHouseBridge({ dir });
    const { url } = bridge;
    const store = await openAnalyticsStore({ url, migrate: true, logger: SILENT_LOGGER });
    const append = async (from: number, to: number) => {
      for (let number = from; number <= to; number += 1)
        await store.writer.append(buildAnalysedBlock({ number, transactions: 500, findings: 1 }));
    };
    await append(1, 30); // More than a batch: the first is under way.
    await bridge.kill();
    await append(31, 40);
    const flushed = store.writer.flush();
    await expect(store.ping()).rejects.toThrow();
    bridge = await startClickHouseBridge({ dir, port: Number(new URL(url).port) });
    await flushed;
    expect(await store.reader.counts(1)).toEqual({ blocks: 40, transactions: 20_000, findings: 40 });
    await store.close();
  });
});
