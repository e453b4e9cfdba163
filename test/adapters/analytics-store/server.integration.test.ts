import { openClickHouse } from '../../../src/adapters/analytics-store/click-house-sql.js';
import { analyticsStoreContract } from '../../contract/analytics-store.js';
import { startClickHouseBridge } from '../../support/clickhouse-bridge.js';

analyticsStoreContract('analytics on a server', async () => {
  const bridge = await startClickHouseBridge();
  return { sql: openClickHouse(bridge.url), stop: () => bridge.close() };
});
