import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../src/lab/devnet/free-port.js';
import { rpcBatch } from '../../src/lab/devnet/rpc.js';
import { type ChildNode, startNode } from './child-node.js';
import { TEST_CACHE } from './test-cache.js';
import { waitUntil } from './wait-until.js';

/** The last release whose modules can all be had. */
const VERSION = 'v1.16.8';
const BIN = path.join(TEST_CACHE, 'bin');
const INSTALL_WITHIN_MS = 900_000;

/**
 * Path of geth, built by Go into the cache at the first time (some minutes). Null where Go is absent, which is said loudly; with `CI=true` that is a failure.
 */
export function installedGeth(): string | null {
  const geth = path.join(BIN, 'geth');
  if (existsSync(geth)) return geth;
  if (spawnSync('go', ['version']).status !== 0) {
    const skipped = 'Go is absent, so that geth cannot be built: what runs against two nodes runs against anvil only.';
    if (process.env['CI'] === 'true') throw new Error(skipped);
    console.warn(`SKIPPED: ${skipped}`);
    return null;
  }
  mkdirSync(BIN, { recursive: true });
  const built = spawnSync('go', ['install', `github.com/ethereum/go-ethereum/cmd/geth@${VERSION}`], {
    env: { ...process.env, GOBIN: BIN },
    encoding: 'utf8',
    timeout: INSTALL_WITHIN_MS,
  });
  if (built.status !== 0) throw new Error(`geth could not be built: ${built.stderr}`);
  return geth;
}

/** geth with a chain of its own in memory, that mines a block a second. */
export async function startGeth(program: string): Promise<ChildNode> {
  const [http, ws, auth] = [await freePort(), await freePort(), await freePort()];
  const apis = 'eth,debug,net,web3,txpool';
  const chain = ['--dev', '--dev.period', '1', '--ipcdisable', '--port', '0', '--authrpc.port', String(auth), '--verbosity', '1'];
  const overHttp = ['--http', '--http.port', String(http), '--http.api', apis];
  const overWs = ['--ws', '--ws.port', String(ws), '--ws.api', apis];
  const node = await startNode(program, [...chain, ...overHttp, ...overWs], http, ws);
  // Until it has indexed its first block it refuses to look for a transaction, instead of saying that it has none.
  await waitUntil('geth looks for transactions', async () => {
    const [answer] = await rpcBatch(node.httpUrl, [{ method: 'eth_getTransactionReceipt', params: [`0x${'0'.repeat(64)}`] }]);
    return answer?.ok === true;
  });
  return node;
}
