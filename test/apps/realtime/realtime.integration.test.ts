import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChainStatus } from '../../../src/apps/api/api-parts.js';
import { checksum } from '../../../src/apps/platform/checksum.js';
import type { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import { ADMIN_KEY, FOLLOWED, type Served, serve } from '../api/serve.js';
import { addressOf, alertStageOf, analysed, findingOf, hashOf } from '../api/things.js';
import { CONTROL_ENGINES, type ControlEngine } from '../control-engines.js';
import { TestSocket } from './sockets.js';

describe.each(CONTROL_ENGINES)('over %s', (_name, openEngine) => {
  let engine: ControlEngine;
  let served: Served;
  let stage: AlertStage;
  let chains: readonly ChainStatus[] = [FOLLOWED];
  const open: TestSocket[] = [];
  let nextBlock = 10_000;

  beforeAll(async () => {
    engine = await openEngine();
    served = await serve({ chains: async () => chains, control: engine.control, lookEveryMs: 200 });
    stage = alertStageOf(served);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });
  afterAll(async () => {
    await served.close();
    await engine.stop();
  });

  async function connect(options?: Parameters<typeof TestSocket.connect>[1]): Promise<TestSocket> {
    const client = await TestSocket.connect(served.api.url, options);
    open.push(client);
    return client;
  }

  /** Block numbers that nobody had. */
  function take(count: number): readonly number[] {
    const blocks = Array.from({ length: count }, (_, i) => nextBlock + i);
    nextBlock += count;
    return blocks;
  }

  describe('a socket', () => {
    it('is let in by a key that may read, and by no other', async () => {
      await connect({ auth: { apiKey: ADMIN_KEY } });
      await connect({ auth: { apiKey: ADMIN_KEY }, transports: ['polling'] });
      const checking = await served.request('POST', '/v1/keys', { body: { name: 'checks only', scopes: ['check'] } });
      for (const auth of [{}, { apiKey: 'toc_wrong' }, { apiKey: checking.json.key }, { apiKey: 5 }])
        await expect(connect({ auth })).rejects.toThrow('unauthorized');
    });

    it("is let in by a browser's session, from our own pages only", async () => {
      const opened = await served.request('POST', '/v1/session', { key: null, body: { key: ADMIN_KEY } });
      const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      await connect({ auth: {}, headers: { cookie, origin: served.api.url } });
      await expect(connect({ auth: {}, headers: { cookie, origin: 'https://evil.example' } })).rejects.toThrow('unauthorized');
      await expect(connect({ auth: {}, headers: { cookie } })).rejects.toThrow('unauthorized');
    });

    it('is cut off when its key is revoked', async () => {
      const made = await served.request('POST', '/v1/keys', { body: { name: 'revoked', scopes: ['read'] } });
      const client = await connect({ auth: { apiKey: made.json.key } });
      const cut = new Promise((resolve) => client.socket.on('disconnect', resolve));
      await served.request('DELETE', `/v1/keys/${made.json.id}`);
      expect(await cut).toBe('io server disconnect');
    });

    it('hears alerts, incidents and blocks as they happen, in order, with cursors that grow', async () => {
      const client = await connect();
      const { subscriptionId, cursor } = await client.ask('subscribe', {});
      const [block = 0] = take(1);
      await stage.handle([analysed(block)]);
      await client.until((heard) => heard.length === 3);
      expect(client.heard.map(({ name, type }) => `${name} ${type}`)).toEqual([
        'alert alert.created',
        'incident incident.opened',
        'block block',
      ]);
      expect(client.heard.every((event) => event.subscriptionId === subscriptionId)).toBe(true);
      const cursors = client.heard.map((event) => BigInt(event.cursor));
      expect(cursors).toEqual([1n, 2n, 3n].map((step) => BigInt(cursor) + step));
      expect(client.heard[0]?.data).toMatchObject({
        blockNumber: block,
        subject: { address: checksum(addressOf('victim')), role: 'victim' },
      });
      expect(client.heard[2]?.data).toMatchObject({ number: block, hash: hashOf(block), state: 'complete', findings: 1 });
    });

    it('hears what it asked for', async () => {
      const client = await connect();
      const mine = { address: addressOf('mine'), role: 'victim' };
      await client.ask('subscribe', { addresses: [checksum(mine.address)], severities: ['critical'], blocks: false, incidents: false });
      const [first = 0, second = 0, third = 0] = take(3);
      await stage.handle([
        analysed(first, [findingOf(first, { severity: 'critical' })]),
        analysed(second, [findingOf(second, { subject: mine, severity: 'low', detectorId: 'a' })]),
        analysed(third, [findingOf(third, { subject: mine, severity: 'critical', detectorId: 'b' })]),
      ]);
      await client.until((heard) => heard.length > 0);
      expect(client.heard.map(({ name, data }) => [name, data.blockNumber])).toEqual([['alert', third]]);
    });

    it('hears only of the chains that it named', async () => {
      const client = await connect();
      await client.ask('subscribe', { chains: [10] });
      const [one = 0, two = 0] = take(2);
      await stage.handle([analysed(one, []), analysed(two, [], 10)]);
      await client.until((heard) => heard.length > 0);
      expect(client.heard.map(({ data }) => [data.chainId, data.number])).toEqual([[10, two]]);
    });

    it('has several subscriptions, tells them apart, and ends one', async () => {
      const client = await connect();
      const one = await client.ask('subscribe', {});
      const two = await client.ask('subscribe', {});
      await stage.handle(take(1).map((block) => analysed(block, [])));
      await client.until((heard) => heard.length === 2);
      expect(client.heard.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([one.subscriptionId, two.subscriptionId].sort());
      expect(await client.ask('unsubscribe', { subscriptionId: one.subscriptionId })).toEqual({
        subscriptionId: one.subscriptionId,
        removed: true,
      });
      expect(await client.ask('unsubscribe', { subscriptionId: one.subscriptionId })).toMatchObject({ removed: false });
      await stage.handle(take(1).map((block) => analysed(block, [])));
      await client.until((heard) => heard.length === 3);
      expect(client.heard.at(-1)?.subscriptionId).toBe(two.subscriptionId);
      for (let i = 1; i < 20; i += 1) await client.ask('subscribe', {});
      expect(await client.ask('subscribe', {})).toEqual({ error: 'too-many-subscriptions' });
    });

    it('is asked one request after the other, and refused where many wait: nobody else waits for them', async () => {
      const client = await connect();
      const answers = await Promise.all(Array.from({ length: 200 }, () => client.ask('subscribe', { after: '0', protocols: ['none'] })));
      const errors = answers.map(({ error }) => error);
      expect(new Set(errors)).toEqual(new Set(['unknown-protocol', 'too-many-subscriptions']));
      expect(errors.filter((error) => error === 'too-many-subscriptions').length).toBeGreaterThan(100);
      expect(await client.ask('subscribe', {})).toMatchObject({ subscriptionId: expect.any(String) });
    });

    it('is told which field of its request does not hold', async () => {
      const client = await connect();
      expect(await client.ask('subscribe', { chains: [1, -1], after: 'x' })).toEqual({
        error: 'bad-request',
        errors: [
          { path: '/chains/1', message: expect.any(String) },
          { path: '/after', message: 'expected a cursor' },
        ],
      });
      expect((await client.ask('subscribe', 'everything')).error).toBe('bad-request');
      expect((await client.ask('unsubscribe', {})).errors[0].path).toBe('/subscriptionId');
    });

    it('is told of a gap, and of a chain that changes its state', async () => {
      const client = await connect();
      await client.ask('subscribe', { blocks: false });
      await stage.handle([{ kind: 'gap', chainId: 1, from: 5, to: 6, reason: 'no source had them' }]);
      await client.until((heard) => heard.some(({ type }) => type === 'gap'));
      expect(client.heard.find(({ type }) => type === 'gap')).toMatchObject({ name: 'health', data: { from: 5, to: 6 } });
      chains = [{ ...FOLLOWED, state: 'failed', detail: 'the node lies' }];
      await client.until((_heard, states) => states.some(({ data }) => data.state === 'failed'));
      expect(client.states.at(-1)).toMatchObject({ name: 'health', type: 'chain', data: { chainId: 1, detail: 'the node lies' } });
    });
  });

  describe('resuming', () => {
    it('goes on behind the cursor, while events come all the time: nothing is lost, nothing comes twice', async () => {
      const blocks = take(400);
      let after = await served.control.alerts.latestCursor();
      const producing = (async () => {
        for (const block of blocks) await stage.handle([analysed(block, [])]);
      })();
      const all: string[] = [];
      let last = 0;
      // The client goes away and comes back again and again, in the middle of the stream.
      for (let visit = 1; last < (blocks.at(-1) ?? 0); visit += 1) {
        const client = await connect();
        expect((await client.ask('subscribe', { after })).cursor).toBe(after);
        const stopAt = Math.min(visit * 37, blocks.length);
        await client.until((heard) => all.length + heard.length >= stopAt);
        await client.close();
        all.push(...client.heard.map(({ cursor }) => cursor));
        after = all.at(-1) ?? after;
        last = client.blocks().at(-1) ?? last;
      }
      await producing;
      const cursors = all.map(BigInt);
      expect(cursors).toHaveLength(blocks.length);
      expect(cursors.every((cursor, i) => i === 0 || cursor > (cursors[i - 1] ?? 0n))).toBe(true);
    });

    it('hears two writers crosswise in the order of the store, each event once', async () => {
      const client = await connect();
      const { cursor } = await client.ask('subscribe', {});
      const other = alertStageOf(served);
      const mine = take(60);
      const theirs = take(60);
      await Promise.all([
        ...mine.map((block) => stage.handle([analysed(block, [])])),
        ...theirs.map((block) => other.handle([analysed(block, [], 10)])),
      ]);
      await client.until((heard) => heard.length >= 120);
      const cursors = client.heard.map((event) => BigInt(event.cursor) - BigInt(cursor));
      expect(cursors).toEqual(Array.from({ length: 120 }, (_, i) => BigInt(i + 1)));
      expect(new Set(client.blocks())).toEqual(new Set([...mine, ...theirs]));
    });

    it('gives a repeated record to nobody twice', async () => {
      const client = await connect();
      await client.ask('subscribe', {});
      const [block = 0, later = 0] = take(2);
      const event = analysed(block);
      await stage.handle([event]);
      await stage.handle([event]);
      await stage.handle([analysed(later, [])]);
      await client.until((heard) => heard.some(({ data }) => data.number === later));
      expect(client.blocks()).toEqual([block, later]);
    });

    it('hears also what was stored by one that died before it told', async () => {
      const client = await connect();
      await client.ask('subscribe', {});
      const [block = 0] = take(1);
      const silent = alertStageOf({ ...served, log: { ...served.log, publish: async () => undefined } });
      await silent.handle([analysed(block, [])]);
      await client.until((heard) => heard.length > 0);
      expect(client.blocks()).toEqual([block]);
    });

    it('is refused, not skipped, where the cursor is of another store', async () => {
      const client = await connect();
      expect(await client.ask('subscribe', { after: '999999999' })).toMatchObject({
        error: 'cursor-unknown',
        errors: [{ path: '/after' }],
      });
    });

    it('hears the same over polling as over a WebSocket', async () => {
      const [first = 0, ...rest] = take(50);
      const after = await served.control.alerts.latestCursor();
      await stage.handle([first, ...rest].map((block) => analysed(block, [])));
      const client = await connect({ transports: ['polling'] });
      await client.ask('subscribe', { after });
      await client.until((heard) => heard.length >= 50);
      expect(client.blocks()).toEqual([first, ...rest]);
    });
  });
});
