import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';
import { BacktestDesk } from '../../../src/apps/monitoring/backtest-desk.js';
import { MonitorDesk } from '../../../src/apps/monitoring/monitor-desk.js';
import { backtestInputSchema } from '../../../src/contracts/backtest.js';
import { NO_SCORING } from '../../../src/core/score/scoring.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import { type AnvilNode, startAnvil } from '../../support/anvil.js';
import { openTestControlStore } from '../../support/control-store.js';
import { type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.js';
import { waitUntil } from '../../support/wait-until.js';

const CHAIN = 31337;
const INPUT = backtestInputSchema.parse({
  monitor: { id: 'watch', title: 'A test watches', chains: [CHAIN], on: 'block', when: 'block.number > 0', severity: 'low', owner: 'ada' },
  chain: CHAIN,
  from: 0,
  to: 3,
});

describe('backtests of several processes over one store', () => {
  let node: AnvilNode;
  let proxy: RpcProxy;
  let control: ControlStore;
  let source: RpcChainSource;
  let nowMs = 1_000_000;
  const desks: BacktestDesk[] = [];

  beforeAll(async () => {
    node = await startAnvil();
    proxy = await startRpcProxy(node.httpUrl);
    await node.mine(3);
  });
  beforeEach(async () => {
    proxy.behave({});
    control = await openTestControlStore();
    source = new RpcChainSource({ chainId: CHAIN, urls: [proxy.httpUrl], pollMs: 20 });
  });
  afterEach(async () => {
    proxy.behave({});
    for (const desk of desks.splice(0)) await desk.close();
    await source.close();
    await control.close();
  });
  afterAll(async () => {
    await proxy?.stop();
    await node?.stop();
  });

  function deskOf(): BacktestDesk {
    const clock = () => nowMs;
    const desk = new BacktestDesk({
      control,
      desk: new MonitorDesk({ control, nowMs: clock, codesOf: async () => null }),
      sourceOf: () => source,
      knowledge: NO_KNOWLEDGE,
      scoring: NO_SCORING,
      nowMs: clock,
      beatEveryMs: 20,
    });
    desks.push(desk);
    return desk;
  }

  async function begun(desk: BacktestDesk): Promise<string> {
    const started = await desk.start('default', INPUT);
    if (started.kind !== 'started') throw new Error(JSON.stringify(started.problems));
    return started.backtest.id;
  }

  it('are cancelled by any of them, and whoever runs it stops', async () => {
    const [runs, other] = [deskOf(), deskOf()];
    proxy.behave({ http: 'silent' });
    const [id, waiting] = [await begun(runs), await begun(runs)];
    expect(await other.cancel('elsewhere', id)).toBeNull();
    for (const each of [id, waiting])
      expect(await other.cancel('default', each)).toMatchObject({ state: 'failed', problem: 'it was cancelled' });
    await waitUntil('nothing is open any more', () => runs.openCount === 0);
    expect(await runs.get('default', id)).toMatchObject({ state: 'failed', problem: 'it was cancelled', result: null });
    expect(await other.cancel('default', id)).toMatchObject({ state: 'failed', problem: 'it was cancelled' });
  });

  it('run on while their process says so, and are given up when it is gone', async () => {
    const [runs, other] = [deskOf(), deskOf()];
    proxy.behave({ http: 'silent' });
    const id = await begun(runs);
    nowMs += 120_000;
    await waitUntil('it said that it is at work', async () => (await control.backtests.get('default', id))?.atWorkMs === nowMs);
    expect(await other.get('default', id)).toMatchObject({ state: 'running' });
    const gone = { id: 'bt_gone', organisationId: 'default', state: 'running', request: {}, done: 1, total: 4 } as const;
    await control.backtests.begin({ ...gone, createdAtMs: 1, atWorkMs: nowMs - 61_000, problem: null, result: null });
    expect((await other.list('default', 5)).map((one) => [one.id, one.state])).toEqual([
      [id, 'running'],
      ['bt_gone', 'failed'],
    ]);
    expect(await other.get('default', 'bt_gone')).toMatchObject({ problem: 'the process ended before it was done; start it again' });
  });

  it('end with the same result whoever asks', async () => {
    const [runs, other] = [deskOf(), deskOf()];
    const id = await begun(runs);
    await waitUntil('it is done', async () => (await other.get('default', id))?.state === 'done');
    expect(await other.cancel('default', id)).toMatchObject({ state: 'done', result: { blocks: 4, monitor: { alerts: 3 } } });
  });
});
