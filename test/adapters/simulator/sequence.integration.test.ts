import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeDeployData, encodeFunctionData } from 'viem';
import { RpcSimulator } from '../../../src/adapters/simulator/rpc-simulator.js';
import { environmentsOn } from '../../../src/check/simulate/environments.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { addressAt, arrayAt } from '../../../src/core/chain/quantity.js';
import { contractAt } from '../../../src/lab/address.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import type { SimulatedRun, SimulationBlock, UnsignedTransaction } from '../../../src/ports/simulator.js';
import { compileContracts } from '../../check/compile-contracts.js';
import { startAnvil } from '../../support/anvil.js';
import { address } from '../../support/build-transaction.js';
import type { ChildNode } from '../../support/child-node.js';
import { installedGeth, startGeth } from '../../support/geth.js';
import { waitUntil } from '../../support/wait-until.js';

const geth = installedGeth();
const NODES: readonly { readonly name: string; start(): Promise<ChildNode & { mine?(): Promise<void> }> }[] = [
  { name: 'anvil', start: () => startAnvil() },
  ...(geth === null ? [] : [{ name: 'geth', start: () => startGeth(geth) }]),
];
const contracts = compileContracts('Subjects.sol');
const coinAbi = contracts.get('Coin')?.abi ?? [];
const FRIEND = address('a friend');

for (const { name, start } of NODES) {
  describe(`calls one after the other on ${name}`, () => {
    let node: Awaited<ReturnType<(typeof NODES)[number]['start']>>;
    let simulator: RpcSimulator;
    let me: Address;
    let coin: Address;
    let block: SimulationBlock;

    beforeAll(async () => {
      node = await start();
      simulator = new RpcSimulator({ chainId: Number(await rpc(node.httpUrl, 'eth_chainId')), urls: [node.httpUrl] });
      me = addressAt(arrayAt(await rpc(node.httpUrl, 'eth_accounts'), 'accounts')[0], 'account');
      coin = contractAt(me, Number(await rpc(node.httpUrl, 'eth_getTransactionCount', [me, 'latest'])));
      const data = encodeDeployData({ abi: coinAbi, bytecode: contracts.get('Coin')?.code ?? '0x', args: ['Coin', 'COIN'] } as never);
      const hash = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: me, data, gas: '0x4c4b40' }]);
      await node.mine?.();
      await waitUntil('the coin is there', async () => (await rpc(node.httpUrl, 'eth_getTransactionReceipt', [hash])) !== null);
      block = await simulator.block(5_000);
    }, 60_000);
    afterAll(async () => {
      await simulator.close();
      await node.stop();
    });

    const call = (functionName: string, ...args: readonly unknown[]): UnsignedTransaction => ({
      from: me,
      to: coin,
      valueWei: 0n,
      input: encodeFunctionData({ abi: coinAbi, functionName, args } as never),
    });
    const run = async (txs: readonly UnsignedTransaction[]): Promise<readonly SimulatedRun[]> => {
      const simulation = await simulator.simulateAll(txs, environmentsOn(block, null, null).base, block, 10_000);
      if (simulation.kind !== 'ran') throw new Error(simulation.reason);
      return simulation.runs;
    };

    it('see what the ones before did, each with its own logs and frames', async () => {
      const runs = await run([call('mint', me, 9n), call('transfer', FRIEND, 4n), { from: me, to: FRIEND, input: '0x', valueWei: 3n }]);
      expect(runs.map(({ status, logs, lost }) => [status, logs?.length, lost])).toEqual([
        ['succeeded', 1, []],
        ['succeeded', 1, []],
        ['succeeded', 0, []],
      ]);
      expect(runs.map(({ frames }) => [frames?.[0]?.from, frames?.[0]?.to, frames?.[0]?.parent])).toEqual([
        [me, coin, -1],
        [me, coin, -1],
        [me, FRIEND, -1],
      ]);
      expect(runs[2]?.nativeTransfers?.map(({ from, to, amount }) => [from, to, amount])).toEqual([[me, FRIEND, 3n]]);
    });

    it('go on where one in the middle fails, and where one creates a contract', async () => {
      const deploy: UnsignedTransaction = {
        from: me,
        to: null,
        valueWei: 0n,
        input: encodeDeployData({ abi: coinAbi, bytecode: contracts.get('Coin')?.code ?? '0x', args: ['A', 'B'] } as never),
      };
      const runs = await run([call('mint', me, 9n), call('transfer', FRIEND, 10n), deploy, call('transfer', FRIEND, 9n)]);
      expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'reverted', 'succeeded', 'succeeded']);
      expect(runs[1]?.logs).toEqual([]);
    });

    it('are as many as there is room for, each with the gas of its share', async () => {
      const runs = await run(Array.from({ length: 30 }, (_, i) => call('mint', me, BigInt(i + 1))));
      expect([runs.length, new Set(runs.map(({ status }) => status)), runs.every(({ frames }) => frames !== null)]).toEqual([
        30,
        new Set(['succeeded']),
        true,
      ]);
    });

    it('know what is read: storage, views, events', async () => {
      const touched = await simulator.touchedBy(call('mint', me, 5n), block, 5_000);
      expect(touched?.find((entry) => entry.address === coin)?.storageKeys.length).toBeGreaterThan(0);
      const slots = await simulator.slotsOf([[coin, `0x${'0'.repeat(64)}`]], block, 5_000);
      expect(slots[0]).toMatch(/^0x436f696e/); // "Coin", as Solidity keeps short strings.
      const view = (functionName: string, ...args: readonly unknown[]): Hex =>
        encodeFunctionData({ abi: coinAbi, functionName, args } as never);
      const read = await simulator.read(
        [
          { to: coin, input: view('decimals') },
          { to: coin, input: '0x12345678' },
          { to: coin, input: view('balanceOf', FRIEND) },
        ],
        block,
        5_000,
      );
      expect(read.map((word) => (word === null ? null : BigInt(word)))).toEqual([18n, null, 0n]);
      expect(await simulator.logs({ address: coin, topics: [], from: 0, to: block.number }, 5_000)).toEqual([]);
    });
  });
}
