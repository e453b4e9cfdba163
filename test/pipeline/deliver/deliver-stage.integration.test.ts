import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { type DeliverDeps, DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { Channel, OutboxMessage } from '../../../src/ports/delivery-store.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf, SECRET } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';
import { migratedFolder, openTestControlStore } from '../../support/control-store.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const START_MS = 1_700_000_000_000;

describe('delivering alerts', () => {
  let organisationId: string;
  let control: ControlStore;
  let notifier: Notifier;
  let receiver: WebhookReceiver;
  let nowMs: number;
  let stage: DeliverStage;

  const deps = (): DeliverDeps => ({
    channels: control.channels,
    outbox: control.outbox,
    canaries: control.canaries,
    heard: control.heard,
    notifier,
    metrics: createCountedMetrics(),
    logger: SILENT_LOGGER,
    clock: { nowMs: () => nowMs, sleep: async () => undefined },
    hashText,
  });
  const newStage = () => new DeliverStage(deps());

  beforeAll(async () => {
    control = await openTestControlStore();
    receiver = await startWebhookReceiver();
  }, 60_000);
  afterAll(async () => {
    await receiver?.stop();
    await control?.close();
  });
  beforeEach(() => {
    organisationId = randomUUID();
    notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
    nowMs = START_MS;
    stage = newStage();
    receiver.answer(() => ({ status: 200 }));
    receiver.forget();
  });
  afterEach(async () => {
    await notifier.close();
    for (const { id } of await control.channels.list(organisationId)) await control.channels.remove(organisationId, id);
  });

  async function addChannel(id: string, change: Partial<Channel> = {}): Promise<void> {
    await control.channels.put(channelOf({ id, organisationId, target: `${receiver.url}/${id}`, ...change }));
  }

  const event = (id: string, change: Partial<OutboundEvent> = {}, revision = 0): OutboundEvent =>
    eventOf({ payload: { id, revision }, ...change });

  /** Sends until nothing is due. */
  async function sendAll(): Promise<void> {
    while ((await stage.sendDue()) > 0);
  }

  const received = () => receiver.received.map(({ body }) => Reflect.get(Object(Reflect.get(Object(JSON.parse(body)), 'data')), 'id'));
  const outbox = async (): Promise<readonly OutboxMessage[]> => [...(await control.outbox.list({ organisationId }, 100))].reverse();

  it('reaches a real receiver in order, signed, once', async () => {
    await addChannel('a');
    await stage.enqueue([event('1'), event('2'), event('3')]);
    await sendAll();
    expect(received()).toEqual(['1', '2', '3']);
    for (const { body, headers } of receiver.received)
      expect(
        new Webhook(SECRET).verify(body, {
          'webhook-id': String(headers['webhook-id']),
          'webhook-timestamp': String(headers['webhook-timestamp']),
          'webhook-signature': String(headers['webhook-signature']),
        }),
      ).toEqual(JSON.parse(body));
    expect((await outbox()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
    expect(await control.outbox.pending()).toBe(0);
  });

  it('sends nothing twice where the same events come again, and a change as a message of its own', async () => {
    await addChannel('a');
    await stage.enqueue([event('1')]);
    await sendAll();
    await stage.enqueue([event('1')]);
    await sendAll();
    expect(received()).toEqual(['1']);
    await stage.enqueue([event('1', { type: 'alert.withdrawn' }, 1)]);
    await sendAll();
    expect(received()).toEqual(['1', '1']);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(2);
  });

  it('goes on after a restart with what was not sent yet, under the same id', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-deliver-'));
    const shared = control;
    try {
      await migratedFolder(path.join(dir, 'control'));
      control = await openControlStore({ dir: path.join(dir, 'control'), migrate: true });
      stage = newStage();
      await addChannel('a');
      receiver.answer(() => ({ status: 503 }));
      await stage.enqueue([event('1'), event('2')]);
      await sendAll();
      await control.close();
      control = await openControlStore({ dir: path.join(dir, 'control'), migrate: true });
      stage = newStage();
      receiver.answer(() => ({ status: 200 }));
      nowMs += 86_400_000;
      await sendAll();
      expect(received()).toEqual(['1', '1', '2']);
      const [first, again] = receiver.received.map(({ headers }) => headers['webhook-id']);
      expect(again).toBe(first);
    } finally {
      await control.close();
      control = shared;
      rmSync(dir, { recursive: true, force: true });
    }
  }, 60_000);

  it('tries for a day, soon at first and then every ten minutes, never the same for two, and gives up into the dead letters', async () => {
    await addChannel('a');
    await addChannel('b');
    receiver.answer(() => ({ status: 500 }));
    await stage.enqueue([event('1')]);
    const delays: number[][] = [];
    for (;;) {
      await sendAll();
      const waiting = (await outbox()).filter(({ state }) => state === 'pending');
      if (waiting.length === 0) break;
      delays.push(waiting.map(({ nextAttemptAtMs }) => nextAttemptAtMs - nowMs));
      nowMs = Math.max(...waiting.map(({ nextAttemptAtMs }) => nextAttemptAtMs));
    }
    for (const [i, proposed] of [5_000, 15_000, 60_000, 300_000, 600_000, 600_000].entries())
      for (const delay of delays[i] ?? [0]) expect(Math.abs(delay / proposed - 1)).toBeLessThanOrEqual(0.21);
    expect(delays.some(([a, b]) => a !== b)).toBe(true);
    expect(nowMs - START_MS).toBe(86_400_000);
    const dead = await outbox();
    expect(dead.map(({ state, lastError }) => [state, lastError])).toEqual([
      ['dead', expect.stringMatching(/^gave up after \d+ attempts: HTTP 500$/)],
      ['dead', expect.stringMatching(/^gave up after \d+ attempts: HTTP 500$/)],
    ]);
    receiver.answer(() => ({ status: 200 }));
    expect(await control.outbox.replay({ organisationId, id: dead[0]?.id ?? '' }, nowMs)).toBe(1);
    await sendAll();
    expect((await outbox()).map(({ state }) => state).sort()).toEqual(['dead', 'delivered']);
  }, 60_000);

  it('waits as long as the receiver asks', async () => {
    await addChannel('a');
    receiver.answer(() => ({ status: 429, headers: { 'retry-after': '7200' } }));
    await stage.enqueue([event('1')]);
    await sendAll();
    expect((await outbox())[0]?.nextAttemptAtMs).toBe(START_MS + 7_200_000);
    nowMs += 7_199_999;
    expect(await stage.sendDue()).toBe(0);
    nowMs += 1;
    expect(await stage.sendDue()).toBe(1);
  });

  it('keeps the order of a channel while its first message waits, and holds up no other channel', async () => {
    await addChannel('a');
    await addChannel('b', { minSeverity: 'critical' });
    receiver.answer(({ body }) => ({ status: body.includes('"id":"1"') ? 503 : 200 }));
    await stage.enqueue([event('1'), event('2', { severity: 'critical' })]);
    await sendAll();
    expect(received().sort()).toEqual(['1', '2']);
    const states = async (channelId: string) =>
      (await outbox()).filter((message) => message.channelId === channelId).map(({ state }) => state);
    expect([await states('a'), await states('b')]).toEqual([['pending', 'pending'], ['delivered']]);
    receiver.answer(() => ({ status: 200 }));
    nowMs += 10_000;
    await sendAll();
    expect(received().slice(2)).toEqual(['1', '2']);
    expect(await states('a')).toEqual(['delivered', 'delivered']);
  });

  it('ends at once where the receiver says that it is gone', async () => {
    await addChannel('a');
    receiver.answer(() => ({ status: 410 }));
    await stage.enqueue([event('1')]);
    await sendAll();
    expect((await outbox()).map(({ state, lastError }) => [state, lastError])).toEqual([
      ['dead', 'the receiver says that it is gone (410)'],
    ]);
  });

  it('sends nothing more to a channel that was removed or switched off', async () => {
    await addChannel('a');
    await addChannel('b');
    await stage.enqueue([event('1')]);
    await control.channels.remove(organisationId, 'a');
    await addChannel('b', { enabled: false });
    await sendAll();
    await stage.enqueue([event('2')]);
    expect(receiver.received).toEqual([]);
    expect((await outbox()).map(({ state, lastError }) => [state, lastError])).toEqual([
      ['dead', 'the channel was removed'],
      ['dead', 'the channel is switched off'],
    ]);
  });

  it('tells a channel what it wants to hear: its severities, no blocks, nothing that is muted', async () => {
    await addChannel('a', { minSeverity: 'high' });
    await stage.enqueue([
      event('low', { severity: 'low' }),
      event('high', { severity: 'high' }),
      event('critical', { severity: 'critical' }),
      event('block', { type: 'block', severity: null }),
      event('muted', { severity: 'critical', payload: { id: 'muted', muted: true } }),
    ]);
    await sendAll();
    expect(received()).toEqual(['high', 'critical']);
  });

  it('sends to nobody inside the operator’s network unless that is allowed', async () => {
    await notifier.close();
    notifier = createNotifier({ allowPrivateTargets: false, secrets: control.secrets });
    stage = newStage();
    await addChannel('a', { target: `http://localhost:${receiver.port}/hook` });
    await stage.enqueue([event('1')]);
    await sendAll();
    expect(receiver.received).toEqual([]);
    expect((await outbox()).map(({ state }) => state)).toEqual(['dead']);
  });

  /** Lets time pass until nothing waits, at each moment at which something is due. */
  async function untilSent(): Promise<void> {
    for (let round = 0; round < 400; round += 1) {
      await sendAll();
      const waiting = (await outbox()).filter(({ state }) => state === 'pending' || state === 'held');
      if (waiting.length === 0) return;
      const first = [...new Map(waiting.toReversed().map((message) => [message.channelId, message])).values()];
      nowMs = Math.max(nowMs + 1, Math.min(...first.map(({ nextAttemptAtMs, heldUntilMs }) => heldUntilMs ?? nextAttemptAtMs)));
    }
    throw new Error('something still waits');
  }
  const receivedBy = (id: string) =>
    receiver.received
      .filter(({ path: target }) => target === `/hook/${id}`)
      .map(({ body, headers }) => ({ id: String(headers['webhook-id']), ...JSON.parse(body) }));

  it('loses nothing over an hour in which a receiver is down, and delays no other by it', async () => {
    await addChannel('down');
    await addChannel('up');
    receiver.answer(({ path: target }) => ({ status: target === '/hook/down' && nowMs < START_MS + 3_600_000 ? 503 : 200 }));
    const ids = Array.from({ length: 12 }, (_, i) => String(i));
    for (const id of ids) {
      await stage.enqueue([event(id)]);
      await sendAll();
      expect(receivedBy('up').map(({ data }) => data.id)).toEqual(ids.slice(0, Number(id) + 1)); // At once.
      nowMs += 300_000;
    }
    await untilSent();
    const taken = receivedBy('down').map(({ data }) => data.id);
    expect(taken.slice(-12)).toEqual(ids);
    expect((await outbox()).every(({ state }) => state === 'delivered')).toBe(true);
    expect(nowMs - (START_MS + 3_600_000)).toBeLessThanOrEqual(720_000); // Back within the longest pause.
  });

  it.each(['hang-up', 'garbage', 'endless'] as const)('loses nothing to a receiver of %s', async (illness) => {
    await addChannel('a');
    let asked = 0;
    receiver.answer(() => {
      asked += 1;
      return asked === 1 ? illness : { status: 200 };
    });
    await stage.enqueue([event('1'), event('2')]);
    await untilSent();
    const ids = receivedBy('a').map(({ id }) => id);
    expect([new Set(ids).size, (await outbox()).map(({ state }) => state)]).toEqual([2, ['delivered', 'delivered']]);
  });

  it('sends to others while one receiver does not answer', async () => {
    await addChannel('silent');
    await addChannel('quick');
    receiver.answer(({ path: target }) => (target === '/hook/silent' ? 'silence' : { status: 200 }));
    const stop = new AbortController();
    const running = new DeliverStage({ ...deps(), clock: SYSTEM_CLOCK });
    const run = running.run(stop.signal);
    await running.enqueue(['1', '2', '3'].map((id) => event(id)));
    await waitUntil('the quick one has all', async () => receivedBy('quick').length === 3, 8_000);
    expect((await outbox()).filter(({ channelId, state }) => channelId === 'silent' && state === 'delivered')).toEqual([]);
    receiver.hangUp();
    stop.abort();
    await run; // What is in hand is finished.
    const silent = (await outbox()).filter(({ channelId }) => channelId === 'silent');
    expect(silent.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
  });

  it('does not let who lost its claim end a message that another has', async () => {
    await addChannel('a');
    await stage.enqueue([event('1')]);
    let second: Promise<number> | null = null;
    const slow: Notifier = {
      async send() {
        nowMs += 120_000; // Longer than a claim holds.
        second ??= newStage().sendDue();
        await second;
        return { kind: 'dead', reason: 'too late', exchange: null };
      },
      rehearse: async () => null,
      close: async () => undefined,
    };
    await new DeliverStage({ ...deps(), notifier: slow }).sendDue();
    expect((await outbox()).map(({ state, lastError }) => [state, lastError])).toEqual([['delivered', null]]);
  });

  it('collects what a digest channel hears into one message, and tells critical ones at once', async () => {
    await addChannel('a', { digest: { everyS: 600 } });
    await stage.enqueue([event('1'), event('2', { severity: 'low' }), event('3', { severity: 'critical' })]);
    await sendAll();
    expect(receivedBy('a').map(({ data }) => data.id)).toEqual(['3']);
    nowMs += 300_000;
    await stage.enqueue([event('4'), event('1')]);
    await sendAll();
    expect(receivedBy('a')).toHaveLength(1);
    nowMs = START_MS + 600_000;
    await sendAll();
    const digest = receivedBy('a')[1];
    expect(digest).toMatchObject({ type: 'digest', data: { counts: { critical: 0, high: 2, low: 1 } } });
    expect(digest.data.items.map(({ data }: { data: { id: string } }) => data.id)).toEqual(['1', '2', '4']);
    const members = (await outbox()).filter(({ state }) => state === 'bundled');
    expect(members.map(({ bundledIn }) => bundledIn)).toEqual([digest.id, digest.id, digest.id]);
    await stage.enqueue([event('1'), event('2', { severity: 'low' })]); // Once more the same.
    nowMs += 600_000;
    await sendAll();
    expect(receivedBy('a')).toHaveLength(2);
  });

  it('sends a digest of one as what it is', async () => {
    await addChannel('a', { digest: { everyS: 60 } });
    await stage.enqueue([event('1')]);
    await untilSent();
    expect(receivedBy('a')).toEqual([expect.objectContaining({ type: 'alert.created' })]);
  });

  it('tells an incident once within its least gap, and afterwards what was held; what is worse or withdrawn goes at once', async () => {
    await addChannel('a', { minGapS: 600 });
    const of = (id: string, change: Partial<OutboundEvent> = {}) =>
      event(id, { payload: { id, revision: 0, incidentId: 'i-1' }, ...change });
    const other = event('x', { payload: { id: 'x', revision: 0, incidentId: 'i-2' } });
    await stage.enqueue([of('1'), of('2'), of('3'), other]);
    await sendAll();
    expect(receivedBy('a').map(({ data }) => data.id)).toEqual(['1', 'x']);
    nowMs += 60_000;
    await stage.enqueue([of('4', { severity: 'critical' })]);
    await sendAll();
    const worse = receivedBy('a')[2]; // With what was held before it.
    expect(worse.data.items.map(({ data }: { data: { id: string } }) => data.id)).toEqual(['2', '3', '4']);
    nowMs += 60_000;
    await stage.enqueue([of('5', { severity: 'critical' }), of('6')]);
    await sendAll();
    expect(receivedBy('a')).toHaveLength(3);
    await stage.enqueue([of('4', { type: 'alert.withdrawn', severity: 'critical', payload: { id: '4', revision: 1, incidentId: 'i-1' } })]);
    await sendAll();
    expect(receivedBy('a')[3].data.items.map(({ type }: { type: string }) => type)).toEqual([
      'alert.created',
      'alert.created',
      'alert.withdrawn',
    ]);
    nowMs += 30_000;
    await stage.enqueue([of('7')]);
    await sendAll();
    expect(receivedBy('a')).toHaveLength(4);
    nowMs += 570_000;
    await sendAll();
    expect(receivedBy('a')[4]).toMatchObject({ type: 'alert.created', data: { id: '7' } });
  });

  it('keeps a channel’s own rate', async () => {
    await addChannel('a', { ratePerMinute: 6 });
    await stage.enqueue([event('1'), event('2')]);
    await sendAll();
    expect(receivedBy('a')).toHaveLength(1);
    nowMs += 9_999;
    await sendAll();
    expect(receivedBy('a')).toHaveLength(1);
    nowMs += 1;
    await sendAll();
    expect(receivedBy('a')).toHaveLength(2);
  });

  it('says in each message when the block was, was seen, analysed, alerted and queued, and keeps what was answered', async () => {
    await addChannel('a');
    const times = {
      block: '2023-11-14T22:13:00.000Z',
      seen: '2023-11-14T22:13:10.000Z',
      analysed: '2023-11-14T22:13:11.000Z',
      alerted: '2023-11-14T22:13:12.000Z',
    };
    await stage.enqueue([event('1', { payload: { id: '1', revision: 0, times } })]);
    receiver.answer(() => ({ status: 200, headers: { 'x-of': 'the receiver' }, body: 'thanks' }));
    await sendAll();
    expect(receivedBy('a')[0].times).toEqual({ ...times, queued: new Date(START_MS).toISOString() });
    const [message] = await outbox();
    const [attempt] = await control.outbox.attempts(message?.id ?? '');
    expect(attempt).toMatchObject({
      result: 'delivered',
      exchange: {
        request: { method: 'POST', body: message?.body },
        response: { status: 200, headers: { 'x-of': 'the receiver' }, body: 'thanks' },
      },
    });
    expect(JSON.stringify(attempt)).not.toContain(SECRET);
  });
});
