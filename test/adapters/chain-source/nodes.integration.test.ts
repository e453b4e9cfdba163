import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import { type Block, COMMITMENTS, type Hex } from '../../../src/core/chain/block.js';
import { BlockVerifier } from '../../../src/core/chain/verify.js';
import { stateQuestionKey } from '../../../src/core/monitor/monitor.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { loadBlock } from '../../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { startAnvil } from '../../support/anvil.js';
import type { ChildNode } from '../../support/child-node.js';
import { installedGeth, startGeth } from '../../support/geth.js';
import { type EveryType, mineEveryType } from '../../support/mine-every-type.js';
import { type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.js';
import { waitUntil } from '../../support/wait-until.js';

interface NodeUnderTest {
  readonly name: string;
  readonly chainId: number;
  readonly serves: readonly string[];
  start(): Promise<ChildNode & { mine(): Promise<void> }>;
}

const geth = installedGeth();

const NODES: readonly NodeUnderTest[] = [
  {
    name: 'anvil',
    chainId: 31337,
    serves: ['debug_traceBlockByHash', 'trace_block'],
    start: () => startAnvil({ args: ['--slots-in-an-epoch', '2'] }),
  },
  ...(geth === null
    ? []
    : [
        {
          name: 'geth',
          chainId: 1337,
          serves: ['debug_traceBlockByHash'],
          start: async () => ({ ...(await startGeth(geth)), mine: async () => undefined }),
        },
      ]),
];

/** Puts 42 into its first word of storage, and answers every call with that word. */
const KEEPS_42: Hex = '0x602a600055600b8060106000396000f360005460005260206000f3';
const LACKS = { code: -32601, message: 'the method does not exist' };

describe.each(NODES)('a chain behind $name', ({ name, chainId, serves, start }) => {
  let node: Awaited<ReturnType<typeof start>>;
  let proxy: RpcProxy;
  let mined: EveryType;
  const open = (...urls: string[]) => new RpcChainSource({ chainId, urls, pollMs: 20 });

  beforeAll(async () => {
    node = await start();
    proxy = await startRpcProxy(node.httpUrl);
    mined = await mineEveryType(node.httpUrl, node.mine);
  }, 120_000);

  afterAll(async () => {
    await proxy?.stop();
    await node?.stop();
  });

  async function load(source: RpcChainSource, number: number): Promise<Block> {
    const verifier = new BlockVerifier(await createHashing(), 'full');
    const loaded = await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: false, nowMs: () => 0 }, number);
    if (loaded.kind !== 'block') throw new Error(`block ${number}: ${JSON.stringify(loaded).slice(0, 500)}`);
    return loaded.block;
  }

  async function numberOf(type: number): Promise<number> {
    const receipt = await rpc(node.httpUrl, 'eth_getTransactionReceipt', [mined.hashes.get(type)]);
    return Number(Reflect.get(Object(receipt), 'blockNumber'));
  }

  it('mined every transaction type of the protocol', () => {
    expect([...mined.refused]).toEqual([]);
    expect([...mined.hashes.keys()]).toEqual([0, 1, 2, 3, 4]);
  });

  it.each([0, 1, 2, 3, 4])('verifies a block with a transaction of type %i', async (type) => {
    const source = open(node.httpUrl);
    const block = await load(source, await numberOf(type));
    const tx = block.transactions.find(({ hash }) => hash === mined.hashes.get(type));
    expect(tx?.type).toBe(type);
    expect(tx?.from).toBe(mined.sender.toLowerCase());
    expect(tx?.receipt?.status).toBe(1);
    expect(tx?.receipt?.logs.map(({ data }) => Number(data))).toEqual([0xaa]);
    // Anvil's transactionsRoot is over the form of the network, with the blobs: that is no root of the protocol, and is said to be none.
    const isOdd = name === 'anvil' && type === 3;
    expect(COMMITMENTS.map((commitment) => [commitment, block.verification[commitment].status])).toEqual(
      COMMITMENTS.map((commitment) => [commitment, isOdd && commitment === 'transactionsRoot' ? 'unverifiable' : 'ok']),
    );
    expect(block.partialReasons).toEqual(isOdd ? ['transactionsRoot-unverifiable'] : []);
    if (type === 3) expect(tx?.blobVersionedHashes).toHaveLength(1);
    if (type === 4) expect(tx?.authorizationList.map(({ address }) => address)).toEqual([mined.contract]);
    await source.close();
  });

  it('gives the traces that the node has, and says which', async () => {
    const number = await numberOf(2);
    const traced: Record<string, unknown> = {};
    for (const [form, missing] of [
      ['debug_traceBlockByHash', []],
      ['trace_block', ['debug_traceBlockByHash']],
      ['none', ['debug_traceBlockByHash', 'trace_block']],
    ] as const) {
      proxy.behave({ refuse: (method) => (missing.some((each) => each === method) ? LACKS : null) });
      const source = open(proxy.httpUrl);
      const block = await load(source, number);
      const frames = block.transactions[0]?.frames;
      traced[form] = [block.traceSource, frames?.map(({ kind, to }) => [kind, to]) ?? null, block.partialReasons];
      await source.close();
    }
    proxy.behave({});
    const whole = (form: string) => [form, [['CALL', mined.contract]], []];
    const none = ['none', null, ['no-traces']];
    expect(traced).toEqual({
      debug_traceBlockByHash: whole('debug_traceBlockByHash'),
      trace_block: serves.includes('trace_block') ? whole('trace_block') : none,
      none,
    });
  });

  it('asks for receipts one by one where the node cannot give those of a block', async () => {
    proxy.behave({ refuse: (method) => (method === 'eth_getBlockReceipts' ? LACKS : null) });
    const source = open(proxy.httpUrl);
    const block = await load(source, await numberOf(1));
    proxy.behave({});
    expect(block.verification.receiptsRoot).toEqual({ status: 'ok' });
    expect(proxy.asked).toContain('eth_getTransactionReceipt');
    await source.close();
  });

  it('gives the same block by hash as by number, and null for one that is not there', async () => {
    const source = open(node.httpUrl);
    const number = await numberOf(0);
    const byNumber = await source.blockByNumber(number);
    const hash = Reflect.get(Object(byNumber?.block), 'hash') as Hex;
    expect(await source.blockByHash(hash)).toEqual(byNumber);
    expect(await source.blockByNumber(number + 1_000_000)).toBeNull();
    expect(await source.blockByHash(`0x${'ab'.repeat(32)}`)).toBeNull();
    await source.close();
  });

  it('tells code from no code, at the block', async () => {
    const source = open(node.httpUrl);
    const block = await load(source, await numberOf(0));
    const nobody: Hex = `0x${'12'.repeat(20)}`;
    expect([...(await source.codeAt([mined.contract, nobody], block.hash))]).toEqual([
      [mined.contract, 'some'],
      [nobody, 'none'],
    ]);
    const genesis = await source.genesisHash();
    // Before it was deployed it had none.
    if (genesis !== null) expect([...(await source.codeAt([mined.contract], genesis))]).toEqual([[mined.contract, 'none']]);
    await source.close();
  });

  it('answers calls and words of storage, at the block; what there is no answer to is absent', async () => {
    const source = open(node.httpUrl);
    const [rich] = (await rpc(node.httpUrl, 'eth_accounts')) as readonly Hex[];
    const sent = await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: rich, data: KEEPS_42, gas: '0x30d40' }]);
    await node.mine();
    let receipt: unknown = null;
    await waitUntil('the contract is deployed', async () => {
      receipt = await rpc(node.httpUrl, 'eth_getTransactionReceipt', [sent]);
      return receipt !== null;
    });
    const to = Reflect.get(Object(receipt), 'contractAddress') as Hex;
    const block = await load(source, Number(Reflect.get(Object(receipt), 'blockNumber')));
    const call = { to, data: '0x' } as const;
    const slot = { to, slot: `0x${'00'.repeat(32)}` } as const;
    const word = `0x${'2a'.padStart(64, '0')}`;
    const answers = [stateQuestionKey(call), stateQuestionKey(slot)].map((key) => [key, word]);
    expect([...(await source.answersAt([call, slot], block.hash))]).toEqual(answers);
    expect(await source.answersAt([], block.hash)).toEqual(new Map());
    proxy.behave({ refuse: (method) => (method === 'eth_getStorageAt' ? LACKS : null) });
    const lacking = open(proxy.httpUrl);
    expect([...(await lacking.answersAt([call, slot], block.hash))]).toEqual([answers[0]]);
    await lacking.close();
    proxy.behave({});
    const before = await source.answersAt([call, slot], block.header.parentHash);
    expect(before).toEqual(new Map([[stateQuestionKey(slot), `0x${'00'.repeat(32)}`]]));
    await source.close();
  });

  it('knows its genesis, and which blocks are safe and final', async () => {
    const source = open(node.httpUrl);
    const block = await rpc(node.httpUrl, 'eth_getBlockByNumber', ['0x0', false]);
    expect(await source.genesisHash()).toBe(Reflect.get(Object(block), 'hash'));
    const { safe, finalized } = await source.safeAndFinalized();
    const head = await source.head();
    for (const number of [safe, finalized]) expect(number === null || (number >= 0 && number <= head.number)).toBe(true);
    if (name === 'anvil') expect([safe === null, finalized === null]).toEqual([false, false]);
    await source.close();
  });

  it.each(['httpUrl', 'wsUrl'] as const)(
    'follows heads over %s',
    async (kind) => {
      const source = open(node[kind]);
      const stop = new AbortController();
      const seen: number[] = [];
      const following = (async () => {
        for await (const head of source.heads(stop.signal)) seen.push(head.number);
      })();
      for (const count of [1, 2, 3]) {
        await waitUntil(`head ${count}`, () => seen.length >= count);
        await node.mine();
      }
      stop.abort();
      await following;
      expect(seen.slice(0, 3)).toEqual([...seen.slice(0, 3)].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(seen.length);
      expect(source.health().map(({ connected, errors }) => [connected, errors])).toEqual([[true, 0]]);
      await source.close();
    },
    60_000,
  );
});
