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

  async function begun(desk: BacktestDesk, input = INPUT): Promise<string> {
    const started = await desk.start('default', input);
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

  /** A draft that waits for `b`, which waits for `a`. */
  async function afterTwo(a: object): Promise<typeof INPUT> {
    const step = (monitor: string) => ({ sequence: [{ monitor, within: '1d', by: 'string(block.number * 0)' }] });
    const keep = (id: string, change: object) => {
      const body = JSON.parse(JSON.stringify({ ...INPUT.monitor, muted: true, id, ...change }));
      return control.monitors.append({ organisationId: 'default', id, body, atMs: 0, by: 'ada' }, null);
    };
    await keep('a', a);
    await keep('b', step('a'));
    return backtestInputSchema.parse({ ...INPUT, monitor: { ...INPUT.monitor, ...step('b') } });
  }

  it('ask also what a step waits for, and count the errors of all', async () => {
    const desk = deskOf();
    const done = async (id: string) => {
      await waitUntil('it is done', async () => (await desk.get('default', id))?.state !== 'running');
      return desk.get('default', id);
    };
    expect(await done(await begun(desk, await afterTwo({ when: 'block.number > 1' })))).toMatchObject({
      state: 'done',
      result: { monitor: { alerts: 2, errors: 0 } },
    });
    expect(await done(await begun(desk, await afterTwo({ when: 'block.maxRisk > 1.0' })))).toMatchObject({
      state: 'done',
      result: { monitor: { alerts: 0, errors: 1, errorSample: [{ summary: expect.stringContaining('no model scored this block') }] } },
    });
  });

  it('are refused where what they wait for fails', async () => {
    const started = await deskOf().start('default', await afterTwo({ when: 'block.gone > 1' }));
    expect(started).toMatchObject({
      kind: 'refused',
      problems: [{ path: '/monitor/sequence', message: 'a, which it waits for, fails: No such key: gone' }],
    });
  });

  it('end with the same result whoever asks', async () => {
    const [runs, other] = [deskOf(), deskOf()];
    const id = await begun(runs);
    await waitUntil('it is done', async () => (await other.get('default', id))?.state === 'done');
    expect(await other.cancel('default', id)).toMatchObject({ state: 'done', result: { blocks: 4, monitor: { alerts: 3 } } });
  });
});
