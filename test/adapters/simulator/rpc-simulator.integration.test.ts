import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RpcSimulator } from '../../../src/adapters/simulator/rpc-simulator.js';
import { environmentsOn } from '../../../src/check/simulate/environments.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { hashAt, objectAt } from '../../../src/core/chain/quantity.js';
import { contractAt } from '../../../src/lab/address.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import type { SimulationBlock } from '../../../src/ports/simulator.js';
import { ask, graveIds, missing, partsOf, reasonIds, serviceOver } from '../../check/ask.js';
import { redPillCode } from '../../check/compile-red-pill.js';
import { startAnvil } from '../../support/anvil.js';
import { address } from '../../support/build-transaction.js';
import type { ChildNode } from '../../support/child-node.js';
import { installedGeth, startGeth } from '../../support/geth.js';
import { type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.js';
import { waitUntil } from '../../support/wait-until.js';

const STRANGER = address('a stranger');
const CLAIM: Hex = '0x4e71d92d';
const MINT: Hex = '0x1249c58b';
const FAIL: Hex = '0xa9cc4718';

interface Node {
  readonly name: string;
  start(): Promise<ChildNode & { mine?(): Promise<void> }>;
}

const geth = installedGeth();
const NODES: readonly Node[] = [
  { name: 'anvil', start: () => startAnvil() },
  ...(geth === null ? [] : [{ name: 'geth', start: () => startGeth(geth) }]),
];

for (const { name, start } of NODES) {
  describe(`simulations on ${name}`, () => {
    let node: Awaited<ReturnType<Node['start']>>;
    let simulator: RpcSimulator;
    let rich: Address;
    let redPill: Address;
    let block: SimulationBlock;

    beforeAll(async () => {
      node = await start();
      const chainId = Number(await rpc(node.httpUrl, 'eth_chainId'));
      simulator = new RpcSimulator({ chainId, urls: [node.httpUrl] });
      const accounts = await rpc(node.httpUrl, 'eth_accounts');
      rich = String(Array.isArray(accounts) ? accounts[0] : '').toLowerCase() as Address;
      const nonce = Number(await rpc(node.httpUrl, 'eth_getTransactionCount', [rich, 'latest']));
      redPill = contractAt(rich, nonce);
      const deployed = hashAt(
        await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: rich, data: redPillCode(), gas: '0x1e8480' }]),
        'hash',
      );
      await node.mine?.();
      await waitUntil('the red pill is mined', async () => (await rpc(node.httpUrl, 'eth_getTransactionReceipt', [deployed])) !== null);
      block = await simulator.block(5_000);
    }, 60_000);

    afterAll(async () => {
      await simulator.close();
      await node.stop();
    });

    it('shows a payment with its gas, its frames and its movement', async () => {
      const { base } = environmentsOn(block, null, null);
      const run = await simulator.simulate({ from: rich, to: STRANGER, input: '0x', valueWei: 5n }, base, block, 5_000);
      expect(run).toMatchObject({ kind: 'ran', status: 'succeeded', revertReason: null, gasUsed: 21_000, logs: [], lost: [] });
      if (run.kind !== 'ran') throw new Error(run.reason);
      expect(run.nativeTransfers).toMatchObject([{ standard: 'native', from: rich, to: STRANGER, amount: 5n }]);
      expect(run.frames).toMatchObject([{ kind: 'CALL', from: rich, to: STRANGER, valueWei: 5n, failed: false }]);
    });

    it('shows the frames inside a call, and what a contract says when it reverts', async () => {
      const { base } = environmentsOn(block, null, null);
      const claim = await simulator.simulate({ from: rich, to: redPill, input: CLAIM, valueWei: 7n }, base, block, 5_000);
      if (claim.kind !== 'ran') throw new Error(claim.reason);
      expect(claim.nativeTransfers?.map(({ from, to, amount }) => [from, to, amount])).toContainEqual([rich, redPill, 7n]);
      const fail = await simulator.simulate({ from: rich, to: redPill, input: FAIL, valueWei: 0n }, base, block, 5_000);
      expect(fail).toMatchObject({ kind: 'ran', status: 'reverted', revertReason: 'closed today', logs: [] });
    });

    it('refuses a sender without balance as a value, and runs where the balance is raised', async () => {
      const poor = { from: STRANGER, to: rich, input: '0x' as const, valueWei: 10n ** 18n };
      const refused = await simulator.simulate(poor, environmentsOn(block, null, null).base, block, 5_000);
      expect(refused.kind).toBe('skipped');
      const raised = await simulator.simulate(poor, environmentsOn(block, null, 10n ** 19n).base, block, 5_000);
      expect(raised).toMatchObject({ kind: 'ran', status: 'succeeded' });
    });

    it('knows code, balance and nonce', async () => {
      const code = await simulator.codeOf([redPill, STRANGER], block, 5_000);
      expect([...code].map(([at, bytes]) => [at, bytes === '0x' ? 'none' : 'some'])).toEqual([
        [redPill, 'some'],
        [STRANGER, 'none'],
      ]);
      expect(await simulator.account(STRANGER, block, 5_000)).toEqual({ balanceWei: 0n, nonce: 0, pendingNonce: 0 });
      expect(objectAt(await rpc(node.httpUrl, 'eth_getBlockByHash', [block.hash, false]), 'block')['hash']).toBe(block.hash);
    });

    it('lets a whole check earn benign, and lets the red pill not', async () => {
      const service = serviceOver(simulator);
      const paid = await ask(service, simulator.chainId, { from: rich, to: STRANGER, value: 5n });
      expect({ verdict: paid.verdict, missing: missing(paid), reasons: reasonIds(paid) }).toEqual({
        verdict: 'benign',
        missing: [],
        reasons: [],
      });
      const claim = await ask(service, simulator.chainId, { from: rich, to: redPill, data: CLAIM, value: 5n });
      expect({ verdict: claim.verdict, reasons: graveIds(claim), missing: missing(claim) }).toEqual({
        verdict: 'malicious',
        reasons: ['environments-diverge', 'contract-looks-around'],
        missing: [],
      });
      const minted = await ask(service, simulator.chainId, { from: rich, to: redPill, data: MINT, value: 5n });
      expect(graveIds(minted)).toEqual(['environments-diverge', 'contract-looks-around']);
      const short = await ask(service, simulator.chainId, { from: STRANGER, to: rich, value: 5n });
      expect({ verdict: short.verdict, reasons: reasonIds(short), missing: missing(short) }).toEqual({
        verdict: 'warning',
        reasons: ['insufficient-balance'],
        missing: [],
      });
    });
  });
}

describe('a node that lacks methods, fails or lies', () => {
  let node: Awaited<ReturnType<typeof startAnvil>>;
  let proxy: RpcProxy;
  let rich: Address;

  beforeAll(async () => {
    node = await startAnvil();
    proxy = await startRpcProxy(node.httpUrl);
    const accounts = await rpc(node.httpUrl, 'eth_accounts');
    rich = String(Array.isArray(accounts) ? accounts[0] : '').toLowerCase() as Address;
  }, 60_000);

  afterAll(async () => {
    await proxy.stop();
    await node.stop();
  });

  /** A simulator that knows nothing yet of what the node lacks. */
  async function checked(...behind: readonly string[]) {
    const simulator = new RpcSimulator({ chainId: 31_337, urls: [proxy.httpUrl, ...behind] });
    try {
      return await ask(serviceOver(simulator), 31_337, { from: rich, to: STRANGER, value: 5n }, 5_000);
    } finally {
      await simulator.close();
    }
  }

  const without = (...methods: readonly string[]) => ({
    refuse: (method: string) => (methods.includes(method) ? { code: -32_601, message: 'the method does not exist' } : null),
  });

  it('is checked by traced calls alone where eth_simulateV1 is missing', async () => {
    proxy.behave(without('eth_simulateV1'));
    const answer = await checked();
    expect({ verdict: answer.verdict, missing: missing(answer), changes: answer.balanceChanges.length }).toEqual({
      verdict: 'benign',
      missing: [],
      changes: 2,
    });
  });

  it('earns no benign by eth_simulateV1 alone, where inner calls are not seen, and tells what it saw', async () => {
    proxy.behave(without('debug_traceCall'));
    const answer = await checked();
    expect({ verdict: answer.verdict, changes: answer.balanceChanges.length }).toEqual({ verdict: 'not_checked', changes: 2 });
    expect(missing(answer)).toEqual([expect.stringContaining('trace: The node traces no calls')]);
  });

  it('earns no benign by eth_call alone, and says what it did not see', async () => {
    proxy.behave(without('eth_simulateV1', 'debug_traceCall'));
    const answer = await checked();
    expect(answer.verdict).toBe('not_checked');
    expect(answer.simulation.map(({ status }) => status)).toContain('succeeded');
    expect(missing(answer).join()).toContain('does not show: logs, trace, native-transfers');
  });

  it('earns no benign where the node refuses every simulation, or answers with what cannot be read', async () => {
    proxy.behave({ refuse: (method) => (/simulate|trace|eth_call/.test(method) ? { code: -32_000, message: 'not today' } : null) });
    const refused = await checked();
    expect(refused.verdict).toBe('not_checked');
    expect(new Set(refused.simulation.map(({ status }) => status))).toEqual(new Set(['skipped']));
    proxy.behave({ tamper: (method, result) => (/simulate|trace/.test(method) ? { calls: 'many' } : result) });
    const garbled = await checked();
    expect(garbled.verdict).toBe('not_checked');
    for (const http of ['garbage', 'hang-up', 'status-500'] as const) {
      proxy.behave({ http });
      expect((await checked()).verdict).toBe('not_checked');
    }
  });

  it('lets another environment take the place of one that is refused', async () => {
    proxy.behave({});
    const simulator = new RpcSimulator({ chainId: 31_337, urls: [proxy.httpUrl] });
    const picky = serviceOver({
      ...partsOf(simulator),
      simulateAll: (txs, environment, block, timeoutMs) =>
        ['later', 'priced+balance', 'coinbase', 'gas'].includes(environment.name)
          ? Promise.resolve({ kind: 'skipped', reason: 'refused' })
          : simulator.simulateAll(txs, environment, block, timeoutMs),
    });
    const answer = await ask(picky, 31_337, { from: rich, to: STRANGER, value: 5n });
    expect(answer.verdict).toBe('benign');
    expect(answer.simulation.map(({ environment, status }) => `${environment} ${status}`)).toEqual([
      'base succeeded',
      'later skipped',
      'priced+balance skipped',
      'coinbase skipped',
      'gas skipped',
      'next-time succeeded',
      'third-coinbase succeeded',
    ]);
    await simulator.close();
  });

  it('asks the next node where the first does not answer', async () => {
    proxy.behave({ http: 'hang-up' });
    expect((await checked(node.httpUrl)).verdict).toBe('benign');
  });
});
