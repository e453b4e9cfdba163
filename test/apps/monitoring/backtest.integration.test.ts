import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplayChainSource } from '../../../src/adapters/chain-source/replay-chain-source.js';
import { runBacktest } from '../../../src/apps/monitoring/backtest.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import { startAnvil } from '../../support/anvil.js';
import { buildMonitor, compiled } from '../../support/monitors.js';

const CHAIN = 31337;
const BLOCKS = 12;
const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const PAID = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';

/** Blocks of a node as recordings are kept: in the n-th, n payments of n ether each. */
async function record(dir: string): Promise<void> {
  const node = await startAnvil({ chainId: CHAIN });
  try {
    for (let number = 1; number <= BLOCKS; number += 1) {
      const value = `0x${(BigInt(number) * 10n ** 18n).toString(16)}`;
      for (let i = 0; i < number; i += 1) await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: RICH, to: PAID, value }]);
      await node.mine();
      const at = `0x${number.toString(16)}`;
      const [block, receipts, traces] = await Promise.all([
        rpc(node.httpUrl, 'eth_getBlockByNumber', [at, true]),
        rpc(node.httpUrl, 'eth_getBlockReceipts', [at]),
        rpc(node.httpUrl, 'debug_traceBlockByNumber', [at, { tracer: 'callTracer' }]),
      ]);
      writeFileSync(path.join(dir, `${number}.json`), JSON.stringify({ block, receipts, traces }));
    }
  } finally {
    await node.stop();
  }
}

describe('a backtest over recorded blocks', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-backtest-'));
  const connect = Socket.prototype.connect;
  const attempts: unknown[] = [];
  beforeAll(() => record(dir), 60_000);
  beforeEach(() => {
    attempts.length = 0;
    Socket.prototype.connect = function banned(this: Socket, ...given: unknown[]) {
      attempts.push(given[0]);
      throw new Error('a backtest opened a socket');
    } as typeof connect;
  });
  afterEach(() => {
    Socket.prototype.connect = connect;
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  const large = (ether: number) =>
    compiled(
      buildMonitor({ on: 'transfer', chains: [CHAIN], when: `transfer.standard == "native" && transfer.amount > amount("${ether}", 18)` }),
    );
  async function run(monitor: ReturnType<typeof large>, against: ReturnType<typeof large> | null = null) {
    const source = await ReplayChainSource.open(dir, CHAIN, 'max');
    const progress: number[] = [];
    const onProgress = (done: number) => void progress.push(done);
    const result = await runBacktest({ source, from: 1, to: BLOCKS, monitor, against, knowledge: NO_KNOWLEDGE, scorer: null, onProgress });
    return { ...result, progress };
  }

  it('opens no socket, tells its progress, and says the same bytes of the same range', async () => {
    const first = await run(large(10));
    expect(JSON.stringify(await run(large(10)))).toBe(JSON.stringify(first));
    expect(first).toMatchObject({ blocks: BLOCKS, transactions: 78, missing: [], monitor: { alerts: 11 + 12, errors: 0 }, diff: null });
    expect(first.progress).toEqual(Array.from({ length: BLOCKS }, (_, i) => i + 1));
    expect(attempts).toEqual([]);
  }, 60_000);

  it('tells two versions apart, with samples of each', async () => {
    const { diff } = await run(large(10), large(8));
    expect(diff).toMatchObject({ added: 0, removed: 9 + 10, text: '+0 −19 alerts', addedSample: [] });
    const reasons = [expect.any(String), 'transfer.amount > amount("8", 18): 9000000000000000000'];
    expect(diff?.removedSample[0]).toMatchObject({ blockNumber: 9, reasons });
  }, 60_000);

  it('says which blocks it could not have', async () => {
    writeFileSync(path.join(dir, '6.json'), '{"block": "none"}');
    expect(await run(large(0.5))).toMatchObject({ blocks: BLOCKS - 1, missing: [6], missingCount: 1 });
  }, 60_000);
});
