import { afterEach, describe, expect, it } from '@jest/globals';
import { RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import type { Hex } from '../../../src/core/chain/block.js';
import type { StateQuestion } from '../../../src/core/monitor/monitor.js';
import { freePort } from '../../../src/lab/devnet/free-port.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import { type AnvilNode, type AnvilOptions, startAnvil } from '../../support/anvil.js';
import { openTestControlStore } from '../../support/control-store.js';
import { type IngestChoice, type RunningIngest, runIngest } from '../../support/ingest.js';
import { mineEveryType } from '../../support/mine-every-type.js';
import { type RpcProxy, startRpcProxy } from '../../support/rpc-proxy.js';
import { waitUntil } from '../../support/wait-until.js';

const CHAIN = 31337;
const WITHIN_MS = 60_000;
/** Two chains with the same genesis that go on differently. */
const SAME_GENESIS = ['--timestamp', '1700000000'];

const plus = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `+${from + i}`);
const minus = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => `-${from - i}`);

describe('ingest of a real node', () => {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function anvil(options: AnvilOptions = {}): Promise<AnvilNode> {
    const node = await startAnvil(options);
    cleanups.push(node.stop);
    return node;
  }

  async function store(): Promise<ControlStore> {
    const control = await openTestControlStore();
    cleanups.push(() => control.close());
    return control;
  }

  async function ingest(url: string, control: ControlStore, choice: IngestChoice = {}): Promise<RunningIngest> {
    const source = new RpcChainSource({ chainId: CHAIN, urls: [url], pollMs: 10 });
    const running = await runIngest(source, control, choice);
    cleanups.push(async () => {
      await running.stop();
      await source.close();
    });
    return running;
  }

  async function hashesOf(node: AnvilNode, from: number, to: number): Promise<readonly unknown[]> {
    const hashes: unknown[] = [];
    for (let number = from; number <= to; number += 1) {
      const block = await rpc(node.httpUrl, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, false]);
      hashes.push(Reflect.get(Object(block), 'hash'));
    }
    return hashes;
  }

  const published = (running: RunningIngest, number: number) =>
    waitUntil(`block ${number} is published; ${JSON.stringify(running.state)}`, () => running.story.includes(`+${number}`));

  it(
    'reads each block once and in order, first what is there and then what comes',
    async () => {
      const node = await anvil();
      await node.mine(20);
      const running = await ingest(node.httpUrl, await store());
      await published(running, 20);
      await node.mine(3);
      await published(running, 23);
      expect(running.story).toEqual(plus(1, 23));
      expect(running.state).toMatchObject({ state: 'following', head: 23, published: 23, detail: null });
    },
    WITHIN_MS,
  );

  it(
    'ends after the last block that was asked for, without waiting for anything else',
    async () => {
      const node = await anvil();
      await node.mine(12);
      const running = await ingest(node.httpUrl, await store(), { to: 10, deps: { clock: SYSTEM_CLOCK } });
      // The next marker of finality would come after twelve seconds, the next renewal of the lease after five.
      await waitUntil('the stage is done', () => running.state.state === 'done', 4_000);
      await running.drained();
      expect(running.story).toEqual(plus(1, 10));
    },
    WITHIN_MS,
  );

  it(
    'asks with each block what monitors want to know at it, and says what it was not told',
    async () => {
      const node = await anvil();
      const to: Hex = `0x${'ab'.repeat(20)}`;
      const slot: Hex = `0x${'00'.repeat(32)}`;
      const word = (value: number): Hex => `0x${value.toString(16).padStart(64, '0')}`;
      const questions: readonly StateQuestion[] = [
        { to, slot },
        { to, data: '0x' },
      ];
      const running = await ingest(node.httpUrl, await store(), { deps: { questions: () => questions } });
      for (const [i, value] of [7, 9].entries()) {
        await rpc(node.httpUrl, 'anvil_setStorageAt', [to, slot, word(value)]);
        await node.mine(1);
        await published(running, i + 1);
      }
      const told = running.events.flatMap((event) => (event.kind === 'block' ? [event.block.facts.reads] : []));
      expect(told).toEqual([7, 9].map((value) => ({ [`${to}[${slot}]`]: word(value), [`${to}:0x`]: 'unknown' })));
    },
    WITHIN_MS,
  );

  it(
    'goes on behind its cursor after a restart',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(8);
      const before = await ingest(node.httpUrl, control);
      await published(before, 8);
      await before.stop();
      await node.mine(4);
      const after = await ingest(node.httpUrl, control, { from: 1 });
      await published(after, 12);
      expect(after.story).toEqual(plus(9, 12));
    },
    WITHIN_MS,
  );

  it.each([1, 2, 7, 63, 64])(
    'takes back %i blocks that left the chain, newest first, before those that replace them',
    async (depth) => {
      const node = await anvil();
      await node.mine(70);
      const running = await ingest(node.httpUrl, await store());
      await published(running, 70);
      await node.reorg(depth);
      await node.mine(1);
      await published(running, 71);
      expect(running.story).toEqual([...plus(1, 70), ...minus(70, 71 - depth), ...plus(71 - depth, 71)]);
      expect(running.canonical.map(({ hash }) => hash)).toEqual(await hashesOf(node, 1, 71));
    },
    WITHIN_MS,
  );

  it(
    'stops with what to do where more blocks left the chain than can be undone',
    async () => {
      const node = await anvil();
      await node.mine(80);
      const running = await ingest(node.httpUrl, await store());
      await published(running, 80);
      await node.reorg(66);
      await expect(running.ended).rejects.toMatchObject({ name: 'FatalError', code: 'reorg-too-deep' });
      expect(running.state).toMatchObject({ state: 'failed', detail: expect.stringContaining('deeper than 64 blocks') });
      expect(running.story.slice(80)).toEqual(minus(80, 17));
    },
    WITHIN_MS,
  );

  it(
    'takes back after a restart what left the chain while it was stopped',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(10);
      const before = await ingest(node.httpUrl, control);
      await published(before, 10);
      await before.stop();
      await node.reorg(4);
      await node.mine(2);
      const after = await ingest(node.httpUrl, control);
      await published(after, 12);
      expect(after.story).toEqual([...minus(10, 7), ...plus(7, 12)]);
      await waitUntil('the cursor is there', async () => (await control.cursors.recentBlocks(CHAIN, 1))[0]?.number === 12);
      expect((await control.cursors.recentBlocks(CHAIN, 20)).map(({ hash }) => hash).reverse()).toEqual(await hashesOf(node, 1, 12));
    },
    WITHIN_MS,
  );

  it(
    'begins where it began before where all that it had read left the chain',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(10);
      const before = await ingest(node.httpUrl, control, { from: 8 });
      await published(before, 10);
      await before.stop();
      await node.reorg(6);
      await node.mine(5);
      const after = await ingest(node.httpUrl, control, { from: null });
      await published(after, 15);
      expect(after.story).toEqual([...minus(10, 8), ...plus(8, 15)]);
    },
    WITHIN_MS,
  );

  it(
    'tells nothing where more left the chain while it was stopped than can be undone',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(80);
      const before = await ingest(node.httpUrl, control);
      await published(before, 80);
      await before.stop();
      await node.reorg(70);
      const after = await ingest(node.httpUrl, control);
      await expect(after.ended).rejects.toMatchObject({ code: 'reorg-too-deep' });
      expect(after.events).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'takes nothing back because a node is only behind',
    async () => {
      const [ahead, behind] = [await anvil({ args: SAME_GENESIS }), await anvil({ args: SAME_GENESIS })];
      const control = await store();
      // The same blocks, by the same times: the second node has the first ones.
      for (let i = 1; i <= 6; i += 1) await rpc(ahead.httpUrl, 'evm_mine', [1_700_000_000 + i * 10]);
      for (let i = 1; i <= 4; i += 1) await rpc(behind.httpUrl, 'evm_mine', [1_700_000_000 + i * 10]);
      expect(await hashesOf(behind, 0, 4)).toEqual(await hashesOf(ahead, 0, 4));
      const before = await ingest(ahead.httpUrl, control);
      await published(before, 6);
      await before.stop();
      const after = await ingest(behind.httpUrl, control);
      await waitUntil('it follows the node that is behind', () => after.state.head === 4);
      for (let i = 5; i <= 7; i += 1) await rpc(behind.httpUrl, 'evm_mine', [1_700_000_000 + i * 10]);
      await published(after, 7);
      expect(after.story).toEqual(['+7']);
    },
    WITHIN_MS,
  );

  it(
    'stops with what to do at a node whose chain ends far below what was read',
    async () => {
      const [full, emptied] = [await anvil({ args: SAME_GENESIS }), await anvil({ args: SAME_GENESIS })];
      const control = await store();
      await full.mine(80);
      const before = await ingest(full.httpUrl, control);
      await published(before, 80);
      await before.stop();
      await emptied.mine(3);
      const after = await ingest(emptied.httpUrl, control);
      await expect(after.ended).rejects.toMatchObject({ name: 'FatalError', code: 'head-below-cursor' });
      expect(after.state.detail).toContain('ends at block 3, and 80 was already read');
    },
    WITHIN_MS,
  );

  it(
    'goes on where a node shows a far lower head for a moment, and takes nothing back',
    async () => {
      const node = await anvil();
      await node.mine(80);
      const proxy = await startRpcProxy(node.httpUrl);
      cleanups.push(() => proxy.stop());
      const running = await ingest(proxy.httpUrl, await store());
      await published(running, 80);
      const low = await rpc(node.httpUrl, 'eth_getBlockByNumber', ['0x3', false]);
      proxy.behave({
        tamper: (method, result) => (method === 'eth_blockNumber' ? '0x3' : method === 'eth_getBlockByNumber' ? low : result),
      });
      await waitUntil('it says so', () => running.state.detail?.includes('ends at block 3, and 80 was already read') === true);
      proxy.behave({});
      await node.mine(1);
      await published(running, 81);
      expect(running.story).toEqual(plus(1, 81));
      expect(running.state).toMatchObject({ state: 'following', detail: null });
    },
    WITHIN_MS,
  );

  it(
    'refuses a node of another genesis',
    async () => {
      const control = await store();
      const before = await ingest((await anvil({ args: ['--timestamp', '1600000000'] })).httpUrl, control);
      await waitUntil('it follows', () => before.state.state === 'following');
      await before.stop();
      const after = await ingest((await anvil({ args: SAME_GENESIS })).httpUrl, control);
      await expect(after.ended).rejects.toMatchObject({ name: 'FatalError', code: 'other-genesis' });
    },
    WITHIN_MS,
  );

  it(
    'waits for a node that is not there yet, says so, and goes on when it appears',
    async () => {
      const port = await freePort();
      const running = await ingest(`http://127.0.0.1:${port}`, await store());
      await waitUntil('it says that it waits', () => running.state.state === 'waiting');
      expect(running.state.detail).toContain('did not answer');
      const node = await anvil({ port });
      await node.mine(3);
      await published(running, 3);
      expect(running.story).toEqual(plus(1, 3));
      expect(running.state).toMatchObject({ state: 'following', detail: null });
    },
    WITHIN_MS,
  );

  it(
    'goes on after its node was away, with every block once',
    async () => {
      const node = await anvil();
      const proxy = await proxyOf(node);
      await node.mine(5);
      const running = await ingest(proxy.httpUrl, await store());
      await published(running, 5);
      proxy.behave({ http: 'hang-up' });
      await node.mine(5);
      await rpc(node.httpUrl, 'eth_chainId');
      proxy.behave({});
      await published(running, 10);
      expect(running.canonical.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    },
    WITHIN_MS,
  );

  async function proxyOf(node: AnvilNode): Promise<RpcProxy> {
    const proxy = await startRpcProxy(node.httpUrl);
    cleanups.push(proxy.stop);
    return proxy;
  }

  it(
    'puts a block that does not hold into the dead letters, tells the gap in its place, and goes on',
    async () => {
      const node = await anvil();
      const proxy = await proxyOf(node);
      await node.mine(8);
      proxy.behave({
        tamper: (method, result) =>
          method === 'eth_getBlockByNumber' && Reflect.get(Object(result), 'number') === '0x5'
            ? { ...Object(result), gasUsed: '0x7' }
            : result,
      });
      const control = await store();
      const running = await ingest(proxy.httpUrl, control);
      await published(running, 8);
      expect(running.story).toEqual([...plus(1, 4), '?5', ...plus(6, 8)]);
      const letters = await control.deadLetters.list(10, null);
      expect(letters.items).toMatchObject([{ stage: 'ingest', chainId: CHAIN, blockNumber: 5, reason: 'mismatch-headerHash' }]);
      expect(letters.items[0]?.payload).toContain('"gasUsed":"0x7"');
    },
    WITHIN_MS,
  );

  it(
    'reads a dead letter again when somebody asks: refused while it does not hold, told as a late block when it does',
    async () => {
      const node = await anvil();
      const proxy = await proxyOf(node);
      await node.mine(8);
      const lie = (gasUsed: string) => ({
        tamper: (method: string, result: unknown) =>
          method === 'eth_getBlockByNumber' && Reflect.get(Object(result), 'number') === '0x5' ? { ...Object(result), gasUsed } : result,
      });
      proxy.behave(lie('0x7'));
      const control = await store();
      const running = await ingest(proxy.httpUrl, control);
      await published(running, 8);
      const id = `ingest:${CHAIN}:5`;
      await control.deadLetters.request(id, 1);
      await waitUntil('the request is over', async () => (await control.deadLetters.get(id))?.requestedAtMs === null);
      expect(await control.deadLetters.get(id)).toMatchObject({ replayedAtMs: null, reason: 'mismatch-headerHash' });
      proxy.behave({});
      await control.deadLetters.request(id, 2);
      await waitUntil('the block is told', () => running.story.includes('~5'));
      await waitUntil('the letter is done', async () => (await control.deadLetters.get(id))?.replayedAtMs !== null);
      await node.mine(1);
      await published(running, 9);
      expect(running.story).toEqual([...plus(1, 4), '?5', ...plus(6, 8), '~5', '+9']);
      expect(await control.deadLetters.count()).toBe(0);
    },
    WITHIN_MS,
  );

  it.each([
    ['no receipts', 'rpc-no-receipts', null],
    ['an error', 'rpc-error', { code: -32000, message: 'missing trie node' }],
  ] as const)(
    'tells a gap where the only node answers for ever with %s',
    async (_, reason, refusal) => {
      const node = await anvil();
      const { hashes } = await mineEveryType(node.httpUrl, node.mine);
      const head = await node.headNumber();
      const proxy = await proxyOf(node);
      proxy.behave({
        refuse: (method) => (method === 'eth_getBlockReceipts' ? refusal : null),
        tamper: (method, result) => (method === 'eth_getBlockReceipts' ? null : result),
      });
      const control = await store();
      const running = await ingest(proxy.httpUrl, control);
      await waitUntil('all blocks are told', () => running.story.length >= head);
      expect(hashes.size).toBeGreaterThan(0);
      expect(running.story.filter((told) => told.startsWith('?'))).not.toEqual([]);
      expect(running.story.map((told) => Number(told.slice(1)))).toEqual(plus(1, head).map(Number));
      expect(new Set((await control.deadLetters.list(50, null)).items.map((letter) => letter.reason))).toEqual(new Set([reason]));
    },
    WITHIN_MS,
  );

  it(
    'is the only writer of its chain: a second one waits, and goes on where the first stopped',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(5);
      const first = await ingest(node.httpUrl, control, { holder: 'a' });
      await published(first, 5);
      const second = await ingest(node.httpUrl, control, { holder: 'b' });
      await waitUntil('the second waits', () => second.state.detail === 'another process writes this chain');
      await node.mine(2);
      await published(first, 7);
      expect(second.events).toEqual([]);
      await first.stop();
      await node.mine(2);
      await published(second, 9);
      expect(first.story).toEqual(plus(1, 7));
      expect(second.story).toEqual(plus(8, 9));
    },
    WITHIN_MS,
  );

  it(
    'stops writing when it finds that another process took its lease, and waits for its turn',
    async () => {
      const node = await anvil();
      const control = await store();
      await node.mine(3);
      let isTaken = false;
      const leases = {
        ...control.leases,
        renew: async (...args: Parameters<typeof control.leases.renew>) => !isTaken && control.leases.renew(...args),
      };
      const first = await ingest(node.httpUrl, control, { holder: 'a', deps: { leases } });
      await published(first, 3);
      await waitUntil('the cursor is there', async () => (await control.cursors.recentBlocks(CHAIN, 1))[0]?.number === 3);
      isTaken = true;
      const second = await ingest(node.httpUrl, control, { holder: 'b' });
      await waitUntil('the second writes', () => second.state.state === 'following');
      const told = first.story.length;
      await node.mine(3);
      await published(second, 6);
      await waitUntil('the first waits', () => first.state.state === 'waiting');
      expect(first.story).toHaveLength(told);
      expect([...first.story, ...second.story]).toEqual(plus(1, 6));
    },
    WITHIN_MS,
  );

  it('never moves a cursor with a lease that was taken over', async () => {
    const control = await store();
    const old = await control.leases.acquire(CHAIN, 'a', 1);
    if (old === null) throw new Error('the lease is free');
    await waitUntil('the lease runs out', async () => (await control.leases.acquire(CHAIN, 'b', 60_000)) !== null);
    const ref = { chainId: CHAIN, number: 1, hash: `0x${'11'.repeat(32)}`, parentHash: `0x${'00'.repeat(32)}`, timestamp: 1 } as const;
    await expect(control.cursors.advance(old, [ref], null)).rejects.toMatchObject({ name: 'FatalError', code: 'stale-fence' });
    expect(await control.leases.renew(old, 60_000)).toBe(false);
    expect(await control.cursors.recentBlocks(CHAIN, 10)).toEqual([]);
  });
});
