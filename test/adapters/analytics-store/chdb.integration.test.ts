import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openChdb } from '../../../src/adapters/analytics-store/click-house-sql.js';
import { analyticsStoreContract } from '../../contract/analytics-store.js';

analyticsStoreContract('analytics in process', async () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-chdb-'));
  return { sql: openChdb(dir), stop: async () => rmSync(dir, { recursive: true, force: true }) };
});
