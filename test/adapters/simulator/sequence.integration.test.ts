import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeDeployData, encodeFunctionData, toEventSelector } from 'viem';
import { RpcSimulator } from '../../../src/adapters/simulator/rpc-simulator.js';
import { environmentsOn } from '../../../src/check/simulate/environments.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import { addressAt, arrayAt } from '../../../src/core/chain/quantity.js';
import { contractAt } from '../../../src/lab/address.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import type { SimulatedRun, SimulationBlock, StateOverrides, UnsignedTransaction } from '../../../src/ports/simulator.js';
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
/** The first topic of a transfer's log. */
const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
/** Hands its caller a piece: where the caller has code, only if that answers onERC721Received (0x150b7a02) with its selector. Then it logs. */
const GIVER_CODE: Hex = `0x${[
  '333b1561003757', // No code at the caller: on to the log.
  '63150b7a0260e01b600052', // The selector, as the data of a call
  '6020610100608460006000335af150', // to the caller, 132 bytes of it, whose answer is kept at 0x100.
  '63150b7a0260e01b610100511461003757', // The same as was asked: on to the log.
  '60006000fd',
  '5b60006000a000',
].join('')}`;

for (const { name, start } of NODES) {
  describe(`calls one after the other on ${name}`, () => {
    let node: Awaited<ReturnType<(typeof NODES)[number]['start']>>;
    let simulator: RpcSimulator;
    let me: Address;
    let coin: Address;
    let staking: Address;
    let block: SimulationBlock;

    beforeAll(async () => {
      node = await start();
      simulator = new RpcSimulator({ chainId: Number(await rpc(node.httpUrl, 'eth_chainId')), urls: [node.httpUrl] });
      me = addressAt(arrayAt(await rpc(node.httpUrl, 'eth_accounts'), 'accounts')[0], 'account');
      coin = await deploy('Coin', ['Coin', 'COIN']);
      staking = await deploy('Staking', [coin]);
      block = await simulator.block(5_000);
    }, 60_000);
    afterAll(async () => {
      await simulator.close();
      await node.stop();
    });

    const nonceOf = async (account: Address) => Number(await rpc(node.httpUrl, 'eth_getTransactionCount', [account, 'latest']));
    const mined = async (tx: object): Promise<void> => {
      const hash = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: me, gas: '0x4c4b40', ...tx }]);
      await node.mine?.();
      await waitUntil('it is mined', async () => (await rpc(node.httpUrl, 'eth_getTransactionReceipt', [hash])) !== null);
    };
    const creation = (contract: string, args: readonly unknown[]): Hex => {
      const { abi = [], code = '0x' } = contracts.get(contract) ?? {};
      return encodeDeployData({ abi, bytecode: code, args } as never);
    };
    const deploy = async (contract: string, args: readonly unknown[]): Promise<Address> => {
      const at = contractAt(me, await nonceOf(me));
      await mined({ data: creation(contract, args) });
      return at;
    };
    const call = (functionName: string, ...args: readonly unknown[]): UnsignedTransaction => ({
      from: me,
      to: coin,
      valueWei: 0n,
      input: encodeFunctionData({ abi: coinAbi, functionName, args } as never),
    });
    const run = async (txs: readonly UnsignedTransaction[], overrides?: StateOverrides): Promise<readonly SimulatedRun[]> => {
      const simulation = await simulator.simulateAll(txs, environmentsOn(block, null, null, overrides).base, block, 10_000);
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

    it('let another contract take what the one before allowed, with the frames inside', async () => {
      const input = encodeFunctionData({ abi: contracts.get('Staking')?.abi ?? [], functionName: 'deposit', args: [6n, me] } as never);
      const deposit: UnsignedTransaction = { from: me, to: staking, valueWei: 0n, input };
      const [, approved, deposited] = await run([call('mint', me, 9n), call('approve', staking, 6n), deposit]);
      expect(approved?.frames?.map(({ from, to }) => [from, to])).toEqual([[me, coin]]);
      expect([deposited?.status, deposited?.logs?.map((log) => log.address), deposited?.lost]).toEqual(['succeeded', [coin, staking], []]);
      expect(deposited?.frames?.map(({ from, to, parent, input: data }) => [from, to, parent, data.slice(0, 10)])).toEqual([
        [me, staking, -1, input.slice(0, 10)],
        [staking, coin, 0, '0x23b872dd'],
      ]);
      // Without the allowance it cannot.
      const [, refused] = await run([call('mint', me, 9n), deposit]);
      expect([refused?.status, refused?.frames?.map(({ failed }) => failed), refused?.logs]).toEqual(['reverted', [true, true], []]);
    });

    it('leave nothing behind, neither on the chain nor for what is simulated next', async () => {
      const [, , spent] = await run([call('mint', me, 9n), call('transfer', FRIEND, 9n), call('transfer', FRIEND, 1n)]);
      expect(spent?.status).toBe('reverted');
      expect((await run([call('transfer', FRIEND, 1n), call('mint', me, 1n)])).map(({ status }) => status)).toEqual([
        'reverted',
        'succeeded',
      ]);
      expect(await run([])).toEqual([]);
    });

    it('can create a contract and call it', async () => {
      const made = contractAt(me, (await nonceOf(me)) + 1);
      const runs = await run([
        { from: me, to: FRIEND, valueWei: 1n, input: '0x' },
        { from: me, to: null, valueWei: 0n, input: creation('Coin', ['A', 'B']) },
        { ...call('mint', FRIEND, 9n), to: made },
      ]);
      expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'succeeded']);
      expect([runs[1]?.frames?.[0]?.kind, runs[1]?.frames?.[0]?.to]).toEqual(['CREATE', made]);
      expect(runs[2]?.logs?.map((log) => log.address)).toEqual([made]);
    });

    it('are those of several senders, each as itself; of senders that take turns there are no frames', async () => {
      const back: UnsignedTransaction = { ...call('transfer', me, 4n), from: FRIEND };
      const runs = await run([call('mint', FRIEND, 9n), back, { ...back, input: call('transfer', me, 6n).input }]);
      expect(runs.map(({ status }) => status)).toEqual(['succeeded', 'succeeded', 'reverted']);
      expect(runs.map(({ frames }) => frames?.map(({ from, to, parent }) => [from, to, parent]))).toEqual([
        [[me, coin, -1]],
        [[FRIEND, coin, -1]],
        [[FRIEND, coin, -1]],
      ]);
      const turns = await run([call('mint', FRIEND, 9n), back, call('transfer', FRIEND, 4n)]);
      expect(turns.map(({ status, frames, lost }) => [status, frames, lost])).toEqual([
        ['succeeded', null, ['trace']],
        ['succeeded', null, ['trace']],
        ['succeeded', null, ['trace']],
      ]);
    });

    it('receive pieces that ask their receiver, as an account without code does', async () => {
      const giver = address('a giver');
      const ask: UnsignedTransaction = { from: me, to: giver, valueWei: 0n, input: '0x' };
      const [given] = await run([ask, call('mint', me, 1n)], { code: new Map([[giver, GIVER_CODE]]) });
      expect([given?.status, given?.logs?.map((log) => log.address), given?.lost]).toEqual(['succeeded', [giver], []]);
      // Asked in the trace, where the sender's code makes the calls, and answered.
      expect(given?.frames?.map(({ from, to, failed, output }) => [from, to, failed, output.slice(0, 10)])).toEqual([
        [me, giver, false, '0x'],
        [giver, me, false, '0x150b7a02'],
      ]);
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

    it('know of what is read that it fails, that there is nothing, and what was logged', async () => {
      const nobody = address('nobody');
      const reads = [call('transfer', FRIEND, 1n).input, call('approve', FRIEND, 1n).input].map((input) => ({ to: coin, input }));
      const [fails, works] = await simulator.read(reads, block, 5_000);
      expect([fails, works === null || works === undefined ? null : BigInt(works)]).toEqual([null, 1n]);
      expect(await simulator.read([], block, 5_000)).toEqual([]);
      const [none] = await simulator.slotsOf([[nobody, `0x${'0'.repeat(64)}`]], block, 5_000);
      expect(BigInt(none ?? -1)).toBe(0n);
      expect((await simulator.touchedBy({ from: me, to: nobody, input: '0x', valueWei: 0n }, block, 5_000)) ?? []).toEqual([]);
      await mined({ to: coin, data: call('mint', nobody, 7n).input });
      const { number } = await simulator.block(5_000);
      const found = await simulator.logs({ address: coin, topics: [TRANSFER], from: block.number + 1, to: number }, 5_000);
      expect(found.map(({ address: at, topics, data }) => [at, topics[0], BigInt(data)])).toEqual([[coin, TRANSFER, 7n]]);
      expect(await simulator.logs({ address: nobody, topics: [TRANSFER], from: 0, to: number }, 5_000)).toEqual([]);
    });
  });
}
