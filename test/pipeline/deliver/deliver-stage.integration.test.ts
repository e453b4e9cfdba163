import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { openControlStore } from '../../../src/adapters/control-store/open-control-store.js';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { Channel, OutboxMessage } from '../../../src/ports/delivery-store.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf, SECRET } from '../../support/build-channel.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const START_MS = 1_700_000_000_000;

describe('delivering alerts', () => {
  let organisationId: string;
  let control: ControlStore;
  let notifier: Notifier;
  let receiver: WebhookReceiver;
  let nowMs: number;
  let stage: DeliverStage;

  const newStage = () =>
    new DeliverStage({
      channels: control.channels,
      outbox: control.outbox,
      heard: control.heard,
      notifier,
      metrics: createCountedMetrics(),
      logger: SILENT_LOGGER,
      clock: { nowMs: () => nowMs, sleep: async () => undefined },
      hashText,
    });

  beforeAll(async () => {
    control = await openControlStore({ migrate: true });
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

  const event = (id: string, change: Partial<OutboundEvent> = {}, revision = 0): OutboundEvent => ({
    cursor: '1',
    organisationId: null,
    channels: null,
    chainId: 1,
    type: 'alert.created',
    blockNumber: 1,
    severity: 'high',
    addresses: [],
    payload: { id, revision },
    ...change,
  });

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
});
