import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RpcChainSource } from '../../src/adapters/chain-source/rpc-chain-source.js';
import { loadConfig } from '../../src/apps/platform/config.js';
import { createLogger } from '../../src/apps/platform/logging.js';
import { openEngines } from '../../src/apps/standalone/open-engines.js';
import { startPipeline } from '../../src/apps/standalone/pipeline.js';
import type { Cluster } from '../support/cluster.js';
import { alertsOf, type Raised } from '../support/cluster-whole.js';

/** The alerts that the same chain and the same monitors give in one process that nobody disturbs: what a disturbed cluster must have come to as well. */
export async function undisturbedAlerts({ chainId, rpcUrl, knowledge, control, life }: Cluster): Promise<ReadonlyMap<string, Raised>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-undisturbed-'));
  const config = loadConfig({ TOCSIN_DATA_DIR: dir, ...knowledge, TOCSIN_LOG_LEVEL: 'warn', TOCSIN_MODEL_RUNTIME: 'wasm' });
  const engines = await openEngines(config, createLogger(config.logLevel));
  try {
    for (const { version, ...monitor } of await control.monitors.current(null))
      await engines.control.monitors.append(monitor, version - 1 || null);
    const source = new RpcChainSource({ chainId, urls: [rpcUrl], pollMs: 50 });
    const pipeline = await startPipeline({
      ...engines,
      chains: [{ source, verify: 'full', from: 1, to: life.town.headNumber }],
      holder: 'undisturbed',
    });
    await pipeline.drained();
    await pipeline.close();
    await source.close();
    return await alertsOf(engines.control, chainId);
  } finally {
    await engines.close();
    rmSync(dir, { recursive: true, force: true });
  }
}
