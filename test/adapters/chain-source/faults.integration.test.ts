import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { groupByChain, RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import { isObject } from '../../../src/core/chain/quantity.js';
import { BlockVerifier } from '../../../src/core/chain/verify.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { loadBlock } from '../../../src/pipeline/ingest/load-block.js';
import { type AnvilNode, startAnvil } from '../../support/anvil.js';
import { mineEveryType } from '../../support/mine-every-type.js';
import { createCountedMetrics } from '../../support/records.js';
import { type Behaviour, type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.js';
import { waitUntil } from '../../support/wait-until.js';

const CHAIN = 31337;

describe('a chain behind nodes that fail and lie', () => {
  let node: AnvilNode;
  let first: RpcProxy;
  let second: RpcProxy;
  /** A block with one transaction that logs. */
  let number: number;
  const sources: RpcChainSource[] = [];

  beforeAll(async () => {
    node = await startAnvil();
    first = await startRpcProxy(node.httpUrl);
    second = await startRpcProxy(node.httpUrl);
    const { hashes } = await mineEveryType(node.httpUrl, node.mine);
    const receipt = await rpc(node.httpUrl, 'eth_getTransactionReceipt', [hashes.get(2)]);
    number = Number(Reflect.get(Object(receipt), 'blockNumber'));
  }, 60_000);

  afterEach(async () => {
    first.behave({});
    second.behave({});
    for (const source of sources.splice(0)) await source.close();
  });

  afterAll(async () => {
    await first?.stop();
    await second?.stop();
    await node?.stop();
  });

  function open(urls: readonly string[], options: { readonly pollMs?: number; readonly guardPollMs?: number } = {}): RpcChainSource {
    const source = new RpcChainSource({ chainId: CHAIN, urls, pollMs: 20, ...options });
    sources.push(source);
    return source;
  }

  async function load(source: RpcChainSource) {
    const metrics = createCountedMetrics();
    const verifier = new BlockVerifier(await createHashing(), 'full');
    const loaded = await loadBlock({ source, verifier, metrics, isReplay: false, nowMs: () => 0 }, number);
    return { loaded, disagreements: metrics.total('tocsin_source_disagreements_total') };
  }

  const FAILURES: readonly (readonly [string, Behaviour])[] = [
    ['answers with an error inside HTTP 200', { refuse: () => ({ code: -32000, message: 'header not found' }) }],
    ['answers with status 500', { http: 'status-500' }],
    ['answers with a page instead of JSON', { http: 'garbage' }],
    ['hangs up', { http: 'hang-up' }],
    ['has the block and not its receipts', { tamper: (method, result) => (method === 'eth_getBlockReceipts' ? null : result) }],
    [
      'lacks one receipt',
      {
        refuse: (method) => (method === 'eth_getBlockReceipts' ? { code: -32601, message: 'method not found' } : null),
        tamper: (method, result) => (method === 'eth_getTransactionReceipt' ? null : result),
      },
    ],
    ['does not know the block yet', { tamper: (method, result) => (method === 'eth_getBlockByNumber' ? null : result) }],
  ];

  it.each(FAILURES)('takes the block from the other node where one %s', async (_, behaviour) => {
    first.behave(behaviour);
    const source = open([first.httpUrl, second.httpUrl]);
    const { loaded } = await load(source);
    expect(loaded.kind).toBe('block');
    expect(loaded.kind === 'block' && loaded.block.partialReasons).toEqual([]);
    const [ill, well] = source.health();
    expect(well?.errors).toBe(0);
    expect(ill?.score ?? 1).toBeLessThanOrEqual(well?.score ?? 0);
  });

  it.each(FAILURES.slice(0, 6))('throws a retryable error where the only node %s', async (_, behaviour) => {
    first.behave(behaviour);
    await expect(load(open([first.httpUrl]))).rejects.toMatchObject({ name: 'RetryableError' });
  });

  it('gives up on a silent node after the time that was set, and asks the other', async () => {
    first.behave({ http: 'silent' });
    const source = open([first.httpUrl, second.httpUrl]);
    expect((await source.head()).number).toBe(await node.headNumber());
  }, 30_000);

  it('prefers the node that answers, and comes back to one that recovered', async () => {
    first.behave({ http: 'status-500' });
    const source = open([first.httpUrl, second.httpUrl]);
    await source.head();
    const [ill] = source.health();
    expect([ill?.connected, ill?.errors]).toEqual([false, 1]);
    second.behave({ http: 'status-500' });
    first.behave({});
    await source.head();
    expect(source.health().map(({ connected }) => connected)).toEqual([true, false]);
  });

  const receiptsChanged = (change: (receipt: Record<string, unknown>) => Record<string, unknown>): Behaviour => ({
    tamper: (method, result) =>
      method === 'eth_getBlockReceipts' && Array.isArray(result) ? result.map((each) => change({ ...each })) : result,
  });
  const blockChanged = (change: (block: Record<string, unknown>) => Record<string, unknown>): Behaviour => ({
    tamper: (method, result) => (method === 'eth_getBlockByNumber' && isObject(result) ? change({ ...result }) : result),
  });
  const firstOf = (list: unknown): Record<string, unknown> => (Array.isArray(list) && isObject(list[0]) ? { ...list[0] } : {});

  const LIES: readonly (readonly [string, Behaviour, string])[] = [
    [
      'an amount',
      blockChanged((b) => ({ ...b, transactions: [{ ...firstOf(b['transactions']), value: '0xde0b6b3a7640000' }] })),
      'mismatch-transactionsRoot',
    ],
    [
      'log data',
      receiptsChanged((r) => ({ ...r, logs: [{ ...firstOf(r['logs']), data: `0x${'bb'.repeat(32)}` }] })),
      'mismatch-receiptsRoot',
    ],
    ['a log left out', receiptsChanged((r) => ({ ...r, logs: [] })), 'mismatch-receiptsRoot'],
    ['a status', receiptsChanged((r) => ({ ...r, status: '0x0' })), 'mismatch-receiptsRoot'],
    ['a state root', blockChanged((b) => ({ ...b, stateRoot: `0x${'22'.repeat(32)}` })), 'mismatch-headerHash'],
    ['a time in milliseconds', blockChanged((b) => ({ ...b, timestamp: '0x18bcfe568000' })), 'malformed'],
    ['another number', blockChanged((b) => ({ ...b, number: '0x1' })), 'wrong-number'],
  ];

  it.each(LIES)('finds a node that lies about %s, counts it and takes the block from the other', async (_, behaviour) => {
    first.behave(behaviour);
    const source = open([first.httpUrl, second.httpUrl]);
    const { loaded, disagreements } = await load(source);
    expect(loaded.kind).toBe('block');
    expect(disagreements).toBe(1);
    expect(source.health().map(({ mismatches }) => mismatches)).toEqual([1, 0]);
  });

  it.each(LIES)('calls the block bad where the only node lies about %s', async (_, behaviour, reason) => {
    first.behave(behaviour);
    const { loaded } = await load(open([first.httpUrl]));
    expect(loaded).toMatchObject({ kind: 'bad', reason });
  });

  it('says what a block lacks where a node fails to trace it, after asking the others', async () => {
    const fails: Behaviour = { refuse: (method) => (/trace/.test(method) ? { code: -32000, message: 'execution timeout' } : null) };
    first.behave(fails);
    const source = open([first.httpUrl, second.httpUrl]);
    const fromOther = await load(source);
    expect(fromOther.loaded.kind === 'block' && fromOther.loaded.block.traceSource).toBe('debug_traceBlockByHash');
    second.behave(fails);
    const { loaded } = await load(source);
    expect(loaded.kind === 'block' && loaded.block.partialReasons).toEqual(['no-traces', 'traces-failed']);
  });

  it('leaves out a node of another chain, and says why', async () => {
    const other = await startAnvil({ chainId: 999 });
    try {
      const source = open([other.httpUrl, first.httpUrl]);
      const { loaded, disagreements } = await load(source);
      expect([loaded.kind, disagreements]).toEqual(['block', 0]);
      const [foreign] = source.health();
      expect(foreign).toMatchObject({ connected: false, problem: expect.stringContaining('serves chain 999 and not 31337') });
      const alone = open([other.httpUrl]);
      await expect(alone.head()).rejects.toThrow('serves chain 999 and not 31337');
      await expect(alone.head()).rejects.toThrow('serves chain 999 and not 31337');
      const grouped = await groupByChain([other.httpUrl, first.httpUrl]);
      expect([...grouped.chains.keys()].sort()).toEqual([31337, 999].sort());
    } finally {
      await other.stop();
    }
  }, 30_000);

  async function following(source: RpcChainSource, run: (numbers: readonly number[]) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    const numbers: number[] = [];
    const done = (async () => {
      for await (const head of source.heads(stop.signal)) numbers.push(head.number);
    })();
    try {
      await run(numbers);
    } finally {
      stop.abort();
      await done;
    }
  }

  /** A subscription may stand some milliseconds later than its socket: then another block is pushed. */
  async function mineUntilSeen(numbers: readonly number[], what: string): Promise<void> {
    const expected = (await node.headNumber()) + 1;
    const isSeen = async () => {
      await node.mine();
      return (numbers.at(-1) ?? 0) >= expected;
    };
    await waitUntil(what, isSeen, 30_000, 250);
  }

  // Polling so rare that only a push can bring a head in time.
  const PUSHED_ONLY = { pollMs: 600_000, guardPollMs: 600_000 };

  it('hears heads over a WebSocket, also after it broke', async () => {
    await following(open([first.wsUrl], PUSHED_ONLY), async (numbers) => {
      await waitUntil('the subscription', () => first.openSockets >= 2 && numbers.length > 0);
      await mineUntilSeen(numbers, 'a pushed head');
      first.dropSockets();
      await waitUntil('the WebSocket is opened again', () => first.openSockets > 0);
      await mineUntilSeen(numbers, 'a head after the break');
    });
  }, 60_000);

  it('polls where a WebSocket stands and says nothing, and opens it again', async () => {
    // Requests go over HTTP; only the heads' socket falls silent.
    await following(open([second.httpUrl, first.wsUrl], { pollMs: 50, guardPollMs: 50 }), async (numbers) => {
      await waitUntil('the subscription', () => first.openSockets > 0 && numbers.length > 0);
      await mineUntilSeen(numbers, 'a head');
      first.silenceSockets();
      await mineUntilSeen(numbers, 'a head while the socket is silent');
      first.speakSockets();
      await mineUntilSeen(numbers, 'a head after the silence');
    });
  }, 60_000);

  it('ends at once when it is told to, whatever its socket does', async () => {
    const source = open([first.wsUrl], PUSHED_ONLY);
    await following(source, async (numbers) => {
      await waitUntil('the subscription', () => first.openSockets >= 2 && numbers.length > 0);
      first.silenceSockets();
    });
    first.speakSockets();
  }, 15_000);

  it('keeps one listener for heads, however many come', async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.name);
    process.on('warning', note);
    await following(open([node.httpUrl], { pollMs: 1 }), async (numbers) => {
      for (let i = 0; i < 30; i += 1) await mineUntilSeen(numbers, 'a head');
    });
    process.off('warning', note);
    expect(warnings.filter((name) => name === 'MaxListenersExceededWarning')).toEqual([]);
  }, 60_000);
});
