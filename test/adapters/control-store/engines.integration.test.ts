import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlockRef } from '../../../src/core/chain/chain-event.js';
import type { ControlStore, Lease } from '../../../src/ports/control-store.js';
import type { Channel, DeliveryAttempt, OutboxDraft, OutboxMessage, Settlement } from '../../../src/ports/delivery-store.js';
import { CONTROL_ENGINES, type ControlEngine } from '../../apps/control-engines.js';
import { hashAt } from '../../support/analysed-block.js';
import { channelOf } from '../../support/build-channel.js';

describe.each(CONTROL_ENGINES)('control data in %s', (_name, open) => {
  let engine: ControlEngine;
  let control: ControlStore;
  let chains = 1_000;
  const nextChain = () => {
    chains += 1;
    return chains;
  };
  const ref = (chainId: number, number: number, branch = 0): BlockRef => ({
    chainId,
    number,
    hash: hashAt(branch, number),
    parentHash: hashAt(branch, number - 1),
    timestamp: 1_700_000_000 + number,
  });
  const refs = (chainId: number, from: number, to: number, branch = 0) =>
    Array.from({ length: to - from + 1 }, (_, i) => ref(chainId, from + i, branch));

  beforeAll(async () => {
    engine = await open();
    control = engine.control;
  }, 120_000);
  afterAll(async () => {
    await control?.close();
    await engine?.stop();
  });

  async function leaseOf(chainId: number, holder = 'a'): Promise<Lease> {
    const lease = await control.leases.acquire(chainId, holder, 60_000);
    if (lease === null) throw new Error('the lease is taken');
    return lease;
  }

  describe('leases', () => {
    it('give a chain to one holder, and to the next after a release', async () => {
      const chainId = nextChain();
      const first = await leaseOf(chainId, 'a');
      expect(await control.leases.acquire(chainId, 'b', 60_000)).toBeNull();
      await control.leases.release(first);
      const second = await leaseOf(chainId, 'b');
      expect(second.fence).toBeGreaterThan(first.fence);
      expect(await control.leases.renew(first, 60_000)).toBe(false);
      await control.leases.release(first); // Of no use any more: the second keeps it.
      expect(await control.leases.acquire(chainId, 'c', 60_000)).toBeNull();
    });

    it('go to exactly one of many that ask at the same time', async () => {
      const chainId = nextChain();
      const asked = await Promise.all(Array.from({ length: 12 }, (_, i) => control.leases.acquire(chainId, `holder ${i}`, 60_000)));
      expect(asked.filter((lease) => lease !== null)).toHaveLength(1);
    });

    it('come back at once to the same holder after a crash, with a new fence', async () => {
      const chainId = nextChain();
      const before = await leaseOf(chainId);
      const after = await leaseOf(chainId);
      expect(after.fence).toBeGreaterThan(before.fence);
      await expect(control.cursors.advance(before, refs(chainId, 1, 1), null)).rejects.toMatchObject({ code: 'stale-fence' });
      await control.cursors.advance(after, refs(chainId, 1, 1), null);
    });
  });

  describe('cursors', () => {
    it('hold the newest 256 blocks, newest first, and forget those that left the chain', async () => {
      const chainId = nextChain();
      const lease = await leaseOf(chainId);
      await control.cursors.advance(lease, refs(chainId, 1, 300), null);
      const kept = await control.cursors.recentBlocks(chainId, 1_000);
      expect([kept.length, kept[0], kept.at(-1)]).toEqual([256, ref(chainId, 300), ref(chainId, 45)]);
      await control.cursors.advance(lease, refs(chainId, 299, 301, 1), 298);
      expect(await control.cursors.recentBlocks(chainId, 4)).toEqual([...refs(chainId, 299, 301, 1).reverse(), ref(chainId, 298)]);
    });

    it('bind a store to a genesis once', async () => {
      const chainId = nextChain();
      expect(await control.cursors.bindGenesis(chainId, null)).toEqual({ chainId, genesisHash: null });
      expect(await control.cursors.bindGenesis(chainId, hashAt(1))).toEqual({ chainId, genesisHash: hashAt(1) });
      expect(await control.cursors.bindGenesis(chainId, hashAt(2))).toEqual({ chainId, genesisHash: hashAt(1) });
    });

    it('hold a checkpoint a stage and chain', async () => {
      const chainId = nextChain();
      expect(await control.cursors.checkpoint('analyse', chainId)).toBeNull();
      await control.cursors.setCheckpoint('analyse', ref(chainId, 5), chainId);
      await control.cursors.setCheckpoint('analyse', ref(chainId, 4), chainId);
      expect(await control.cursors.checkpoint('analyse', chainId)).toEqual(ref(chainId, 4));
      expect(await control.cursors.checkpoint('alert', chainId)).toBeNull();
      await control.cursors.setCheckpoint('analyse', null, chainId);
      expect(await control.cursors.checkpoint('analyse', chainId)).toBeNull();
    });
  });

  it('holds the newest snapshot of a chain, byte by byte', async () => {
    const chainId = nextChain();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256);
    await control.snapshots.save(chainId, ref(chainId, 1), Uint8Array.of(1, 2, 3));
    await control.snapshots.save(chainId, ref(chainId, 2), bytes);
    const loaded = await control.snapshots.load(chainId);
    expect(loaded?.ref).toEqual(ref(chainId, 2));
    expect(Buffer.compare(Buffer.from(loaded?.bytes ?? []), Buffer.from(bytes))).toBe(0);
    await control.snapshots.clear(chainId);
    expect(await control.snapshots.load(chainId)).toBeNull();
  });

  describe('the outbox', () => {
    const draft = (channelId: string, id: string, change: Partial<OutboxDraft> = {}): OutboxDraft => ({
      id,
      organisationId: 'default',
      channelId,
      type: 'alert.created',
      body: `{"of":"${id}"}`,
      incidentId: null,
      severity: 'high',
      createdAtMs: 1,
      hold: null,
      ...change,
    });
    const newChannel = async (change: Partial<Channel> = {}): Promise<string> => {
      const id = randomUUID();
      await control.channels.put(channelOf({ id, target: `https://example.com/${id}`, ...change }));
      return id;
    };
    const claim = async (at: number, ...channels: readonly string[]): Promise<readonly OutboxMessage[]> => claimFor(1_000, at, ...channels);
    const claimFor = async (leaseMs: number, at: number, ...channels: readonly string[]): Promise<readonly OutboxMessage[]> =>
      (await control.outbox.claimDue(at, 100, leaseMs)).filter(({ channelId }) => channels.includes(channelId));
    const attempt = (atMs: number, result: DeliveryAttempt['result'] = 'delivered'): DeliveryAttempt => ({
      atMs,
      result,
      reason: null,
      exchange: null,
    });
    const settle = async (message: OutboxMessage | undefined, settlement: Settlement, atMs: number, pauseUntilMs: number | null = null) => {
      if (message === undefined) throw new Error('nothing was claimed');
      return control.outbox.settle(message, settlement, attempt(atMs, settlement.kind), pauseUntilMs);
    };

    it('forgets with a channel what it heard of: another of its name begins anew', async () => {
      const [removed, other] = [await newChannel(), await newChannel()];
      const subjectId = `subject of ${removed}`;
      const heardBy = (channelId: string) => ({ subjectId, organisationId: 'default', channelId, chainId: 1 });
      await control.heard.remember([heardBy(removed), heardBy(other)], 1);
      await control.channels.remove('default', removed);
      expect((await control.heard.of([subjectId])).map(({ channelId }) => channelId)).toEqual([other]);
    });

    it('keeps what was sent and answered, whatever is in it', async () => {
      const channel = await newChannel();
      await control.outbox.enqueue([draft(channel, `${channel}-1`), draft(channel, `${channel}-2`)]);
      const [first] = await claim(10, channel);
      if (first === undefined) throw new Error('nothing was claimed');
      const headers = { 'x-odd': 'a\u0000b' };
      const exchange = {
        request: { method: 'POST', url: 'https://example.com', headers: {}, body: `cut ${'😀'.slice(0, 1)}` },
        response: { status: 200, headers, body: '\ude00' },
        latencyMs: 1,
        error: null,
      };
      expect(await control.outbox.settle(first, { kind: 'delivered' }, { ...attempt(11), reason: 'a\u0000b', exchange }, null)).toBe(true);
      const [kept] = await control.outbox.attempts(first.id);
      expect(kept).toMatchObject({
        reason: 'a\ufffdb',
        exchange: { request: { body: 'cut \ufffd' }, response: { headers: { 'x-odd': 'a\ufffdb' }, body: '\ufffd' } },
      });
      expect((await claim(12, channel)).map(({ id }) => id)).toEqual([`${channel}-2`]);
    });

    it('gives a channel’s messages one by one, in order, and not past one that waits', async () => {
      const [channel, other] = [await newChannel(), await newChannel()];
      const ids = [1, 2, 3].map((n) => `${channel}-${n}`);
      await control.outbox.enqueue([...ids.map((id) => draft(channel, id)), draft(other, `${other}-1`)]);
      await control.outbox.enqueue(ids.map((id) => draft(channel, id)));
      const first = await claim(10, channel, other);
      expect(first.map(({ id }) => id).sort()).toEqual([ids[0], `${other}-1`].sort());
      expect(await claim(10, channel, other)).toEqual([]); // Claimed.
      const of = (channelId: string) => first.find((message) => message.channelId === channelId);
      await settle(of(channel), { kind: 'retry', error: 'down', nextAttemptAtMs: 5_000 }, 10);
      await settle(of(other), { kind: 'delivered' }, 11);
      expect(await claim(4_999, channel)).toEqual([]); // The second waits behind the first.
      const [again] = await claim(5_000, channel);
      expect(again?.id).toBe(ids[0]);
      await settle(again, { kind: 'delivered' }, 5_001);
      const [second] = await claim(5_001, channel);
      expect(second?.id).toBe(ids[1]);
      await settle(second, { kind: 'dead', error: 'gone' }, 5_001);
      const [third] = await claim(5_001, channel);
      const [taken] = await claim(6_500, channel); // Who claimed it died: its claim ran out.
      expect([third?.id, taken?.id]).toEqual([ids[2], ids[2]]);
      expect(await settle(third, { kind: 'dead', error: 'late' }, 6_501)).toBe(false);
      expect(await settle(taken, { kind: 'delivered' }, 6_501)).toBe(true);
      const list = await control.outbox.list({ organisationId: 'default', channelId: channel }, 10);
      expect(list.map(({ id, state, attempts, lastError }) => [id, state, attempts, lastError])).toEqual([
        [ids[2], 'delivered', 1, null],
        [ids[1], 'dead', 1, 'gone'],
        [ids[0], 'delivered', 2, null],
      ]);
      expect(await control.outbox.replay({ organisationId: 'another', id: ids[1] ?? '' }, 6_600)).toBe(0);
      expect(await control.outbox.replay({ organisationId: 'default', id: ids[1] ?? '' }, 6_600)).toBe(1);
      expect(await control.outbox.replay({ organisationId: 'default', id: ids[0] ?? '' }, 6_600)).toBe(0);
      expect((await claim(6_600, channel)).map(({ id, retryUntilMs }) => [id, retryUntilMs])).toEqual([[ids[1], 86_406_600]]);
    });

    it('gives a message to one of many that claim at the same time', async () => {
      const channel = await newChannel();
      await control.outbox.enqueue([draft(channel, `${channel}-1`)]);
      const claims = await Promise.all(Array.from({ length: 8 }, () => control.outbox.claimDue(10_000, 100, 60_000)));
      expect(claims.flat().filter(({ channelId }) => channelId === channel)).toHaveLength(1);
    });

    it('keeps the pace of a destination, over all channels that share it, and pauses where it is asked to', async () => {
      const target = `https://hooks.slack.com/services/${randomUUID()}`;
      const [a, b] = [await newChannel({ kind: 'slack', target }), await newChannel({ kind: 'slack', target })];
      await control.outbox.enqueue([draft(a, `${a}-1`), draft(b, `${b}-1`)]);
      const at = 100_000;
      const first = await claimFor(60_000, at, a, b);
      expect(first).toHaveLength(1);
      expect(await claimFor(60_000, at + 999, a, b)).toEqual([]);
      const second = await claimFor(60_000, at + 1_000, a, b);
      expect([...first, ...second].map(({ channelId }) => channelId).sort()).toEqual([a, b].sort());
      await settle(second[0], { kind: 'retry', error: 'HTTP 429', nextAttemptAtMs: at + 1_001 }, at + 1_000, at + 30_000);
      await settle(first[0], { kind: 'retry', error: 'HTTP 500', nextAttemptAtMs: at + 1_001 }, at + 1_000);
      expect(await claimFor(60_000, at + 29_999, a, b)).toEqual([]);
      expect(await claimFor(60_000, at + 30_000, a, b)).toHaveLength(1);
    });

    it('keeps the newest 20 tries of a message', async () => {
      const channel = await newChannel();
      await control.outbox.enqueue([draft(channel, `${channel}-1`)]);
      for (let n = 1; n <= 23; n += 1) {
        const [message] = await claim(200_000 + n, channel);
        await settle(message, { kind: 'retry', error: `try ${n}`, nextAttemptAtMs: 0 }, n);
      }
      const attempts = await control.outbox.attempts(`${channel}-1`);
      expect(attempts.map(({ atMs }) => atMs)).toEqual(Array.from({ length: 20 }, (_, i) => 23 - i));
    });

    it('gives up what waits for a channel that is removed, and what comes for it later', async () => {
      const channel = await newChannel();
      await control.outbox.enqueue([draft(channel, `${channel}-1`)]);
      await control.channels.remove('default', channel);
      await control.outbox.enqueue([draft(channel, `${channel}-2`)]);
      const list = await control.outbox.list({ organisationId: 'default', channelId: channel }, 10);
      expect(list.map(({ state, lastError }) => [state, lastError])).toEqual([
        ['dead', 'the channel was removed'],
        ['dead', 'the channel was removed'],
      ]);
      expect(await control.outbox.replay({ organisationId: null, channelId: channel }, 1)).toBe(0);
    });

    it('forgets what ended long ago, with its tries, and nothing that waits', async () => {
      const channel = await newChannel();
      await control.outbox.enqueue(['1', '2', '3'].map((n) => draft(channel, `${channel}-${n}`, { createdAtMs: 1 })));
      const [first] = await claim(300_000, channel);
      await settle(first, { kind: 'delivered' }, 300_000);
      const [second] = await claim(300_000, channel);
      await settle(second, { kind: 'dead', error: 'gone' }, 300_000);
      await control.outbox.prune(2, 1);
      const left = await control.outbox.list({ organisationId: 'default', channelId: channel }, 10);
      expect(left.map(({ state }) => state)).toEqual(['pending', 'dead']);
      expect(await control.outbox.attempts(`${channel}-1`)).toEqual([]);
    });
  });

  it('keeps secrets of an organisation by name until they expire', async () => {
    const [mine, other] = [randomUUID(), randomUUID()];
    await control.secrets.put(mine, 'bot', 'one', null, 1);
    await control.secrets.put(mine, 'bot', 'two', 1_000, 2);
    expect(await control.secrets.value(mine, 'bot', 999)).toBe('two');
    expect(await control.secrets.value(mine, 'bot', 1_000)).toBeNull();
    expect(await control.secrets.value(other, 'bot', 1)).toBeNull();
    expect(await control.secrets.list(mine)).toEqual([{ name: 'bot', createdAtMs: 1, updatedAtMs: 2, expiresAtMs: 1_000 }]);
    expect([await control.secrets.remove(other, 'bot'), await control.secrets.remove(mine, 'bot')]).toEqual([false, true]);
  });

  it('holds dead letters once by id, cut to a bound, and pages them newest first', async () => {
    const id = randomUUID();
    const letter = {
      id: `${id}-1`,
      stage: 'ingest',
      chainId: 1,
      blockNumber: 5,
      reason: 'malformed',
      detail: 'd',
      payload: 'p'.repeat(70_000),
      atMs: 1,
      requestedAtMs: null,
      replayedAtMs: null,
    };
    const before = await control.deadLetters.count();
    await control.deadLetters.put(letter);
    await control.deadLetters.put({ ...letter, reason: 'mismatch-receiptsRoot' });
    await control.deadLetters.put({ ...letter, id: `${id}-2` });
    expect(await control.deadLetters.count()).toBe(before + 2);
    const stored = await control.deadLetters.get(`${id}-1`);
    expect([stored?.reason, stored?.payload.length]).toEqual(['mismatch-receiptsRoot', 65_536]);
    const first = await control.deadLetters.list(1, null);
    const second = await control.deadLetters.list(1, first.nextCursor);
    expect([...first.items, ...second.items].map((each) => each.id)).toEqual([`${id}-2`, `${id}-1`]);
  });

  it('keeps who waits for a dead letter until it was read again or refused', async () => {
    const chainId = nextChain();
    const letter = { stage: 'ingest', chainId, blockNumber: 5, reason: 'malformed', detail: 'd', payload: 'p', atMs: 1 };
    const ids = [`ingest:${chainId}:1`, `ingest:${chainId}:2`] as const;
    for (const id of ids) await control.deadLetters.put({ ...letter, id, requestedAtMs: null, replayedAtMs: null });
    expect(await control.deadLetters.request('no-such-letter', 5)).toBe(false);
    expect(await control.deadLetters.requested(chainId)).toEqual([]);
    expect(await control.deadLetters.request(ids[1], 6)).toBe(true);
    expect(await control.deadLetters.request(ids[0], 7)).toBe(true);
    expect((await control.deadLetters.requested(chainId)).map(({ id, requestedAtMs }) => [id, requestedAtMs])).toEqual([
      [ids[1], 6],
      [ids[0], 7],
    ]);
    await control.deadLetters.markReplayed(ids[1], 8);
    await control.deadLetters.refuse(ids[0], 'mismatch-receiptsRoot', 'still');
    expect(await control.deadLetters.requested(chainId)).toEqual([]);
    expect(await control.deadLetters.get(ids[1])).toMatchObject({ requestedAtMs: null, replayedAtMs: 8 });
    expect(await control.deadLetters.get(ids[0])).toMatchObject({
      requestedAtMs: null,
      replayedAtMs: null,
      reason: 'mismatch-receiptsRoot',
    });
  });

  it('forgets a chain whole, and nothing of another', async () => {
    const [gone, stays] = [nextChain(), nextChain()];
    for (const chainId of [gone, stays]) {
      await control.cursors.bindGenesis(chainId, hashAt(chainId));
      await control.cursors.advance(await leaseOf(chainId), refs(chainId, 1, 3), null);
      await control.cursors.setCheckpoint('analyse', ref(chainId, 3), chainId);
      await control.snapshots.save(chainId, ref(chainId, 3), Uint8Array.of(1));
    }
    await control.forgetChain(gone);
    expect(await control.cursors.recentBlocks(gone, 10)).toEqual([]);
    expect(await control.cursors.checkpoint('analyse', gone)).toBeNull();
    expect(await control.snapshots.load(gone)).toBeNull();
    expect(await control.cursors.bindGenesis(gone, hashAt(7))).toEqual({ chainId: gone, genesisHash: hashAt(7) });
    expect(await control.cursors.recentBlocks(stays, 10)).toHaveLength(3);
    expect(await control.snapshots.load(stays)).not.toBeNull();
  });
});
