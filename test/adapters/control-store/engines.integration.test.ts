import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlockRef } from '../../../src/core/chain/chain-event.js';
import type { ControlStore, Lease, OutboxMessage } from '../../../src/ports/control-store.js';
import { CONTROL_ENGINES, type ControlEngine } from '../../apps/control-engines.js';
import { hashAt } from '../../support/analysed-block.js';

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
    const message = (channelId: string, id: string, nextAttemptAtMs = 0): OutboxMessage => ({
      id,
      organisationId: 'default',
      channelId,
      type: 'alert.created',
      body: `{"of":"${id}"}`,
      attempts: 0,
      nextAttemptAtMs,
      createdAtMs: 1,
      state: 'pending',
      lastError: null,
      deliveredAtMs: null,
    });

    it('gives a channel’s messages one by one, in order, and not past one that waits', async () => {
      const [channel, other] = [randomUUID(), randomUUID()];
      const ids = [1, 2, 3].map((n) => `${channel}-${n}`);
      await control.outbox.enqueue([...ids.map((id) => message(channel, id)), message(other, `${other}-1`)]);
      await control.outbox.enqueue(ids.map((id) => message(channel, id)));
      const claimed = async (at: number) =>
        (await control.outbox.claimDue(at, 100, 1_000)).map(({ id }) => id).filter((id) => id.startsWith(channel) || id.startsWith(other));
      expect((await claimed(10)).sort()).toEqual([ids[0], `${other}-1`].sort());
      expect(await claimed(10)).toEqual([]); // Claimed.
      await control.outbox.markFailed(ids[0] ?? '', 'down', 5_000);
      await control.outbox.markDelivered(`${other}-1`, 11);
      expect(await claimed(4_999)).toEqual([]); // The second waits behind the first.
      expect(await claimed(5_000)).toEqual([ids[0]]);
      await control.outbox.markDelivered(ids[0] ?? '', 5_001);
      expect(await claimed(5_001)).toEqual([ids[1]]);
      await control.outbox.markDead(ids[1] ?? '', 'gone');
      expect(await claimed(5_001)).toEqual([ids[2]]);
      expect(await claimed(6_500)).toEqual([ids[2]]); // Who claimed it died: its claim ran out.
      await control.outbox.markDelivered(ids[2] ?? '', 6_501);
      const list = await control.outbox.list({ organisationId: 'default', channelId: channel }, 10);
      expect(list.map(({ id, state, attempts, lastError }) => [id, state, attempts, lastError])).toEqual([
        [ids[2], 'delivered', 1, null],
        [ids[1], 'dead', 1, 'gone'],
        [ids[0], 'delivered', 2, null],
      ]);
      expect(await control.outbox.replay('default', ids[1] ?? '')).toBe(true);
      expect(await control.outbox.replay('default', ids[0] ?? '')).toBe(false);
      expect(await claimed(6_600)).toEqual([ids[1]]);
    });

    it('gives a message to one of many that claim at the same time', async () => {
      const channel = randomUUID();
      await control.outbox.enqueue([message(channel, `${channel}-1`)]);
      const claims = await Promise.all(Array.from({ length: 8 }, () => control.outbox.claimDue(10_000, 100, 60_000)));
      expect(claims.flat().filter(({ channelId }) => channelId === channel)).toHaveLength(1);
    });
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
