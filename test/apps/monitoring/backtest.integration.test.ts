import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ReplayChainSource } from '../../../src/adapters/chain-source/replay-chain-source.js';
import { runBacktest } from '../../../src/apps/monitoring/backtest.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import { buildMonitor, compiled } from '../../support/monitors.js';
import { hasRecordedBlocks, TIERS } from '../../support/recorded.js';

/** Of the recorded ones: enough for matches of every kind that is asked about here. */
const FEW = 16;

const describeRecorded = hasRecordedBlocks() ? describe : describe.skip;

describeRecorded('a backtest over recorded blocks', () => {
  const connect = Socket.prototype.connect;
  const attempts: unknown[] = [];
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

  const large = (amount: string) =>
    compiled(buildMonitor({ on: 'transfer', when: `transfer.standard == "native" && transfer.amount > amount("${amount}", 18)` }));
  async function run(
    monitor = large('10'),
    against: ReturnType<typeof large> | null = null,
    onProgress?: (done: number, total: number) => void,
  ) {
    const source = await ReplayChainSource.open(TIERS.A, 1, 'max');
    const numbers = source.numbers();
    const choice = { source, from: numbers[0] ?? 0, to: numbers[FEW - 1] ?? 0, monitor, against, knowledge: NO_KNOWLEDGE, scorer: null };
    return runBacktest(onProgress === undefined ? choice : { ...choice, onProgress });
  }

  it('opens no socket, tells its progress, and says the same bytes of the same range', async () => {
    const progress = jest.fn<(done: number, total: number) => void>();
    const first = await run(large('10'), null, progress);
    const again = await run();
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(first.monitor.alerts).toBeGreaterThan(10);
    expect(first.monitor.errors).toBe(0);
    expect(progress).toHaveBeenLastCalledWith(first.blocks + first.missingCount, first.blocks + first.missingCount);
    expect(attempts).toEqual([]);
  }, 120_000);

  it('tells two versions apart, with samples of each', async () => {
    const { monitor, against, diff } = await run(large('100'), large('50'));
    expect(diff?.added).toBe(0);
    expect(diff?.removed).toBe((against?.alerts ?? 0) - monitor.alerts);
    expect(diff?.removed).toBeGreaterThan(0);
    expect(diff?.text).toBe(`+0 −${diff?.removed} alerts`);
    expect(diff?.removedSample[0]?.reasons[1]).toContain('transfer.amount > amount("50", 18): ');
  }, 120_000);
});
