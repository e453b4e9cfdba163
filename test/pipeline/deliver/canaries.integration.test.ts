import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { freePort } from '../../../src/lab/devnet/free-port.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import type { Channel } from '../../../src/ports/delivery-store.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf, SECRET } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';
import { openTestControlStore } from '../../support/control-store.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const MINUTE_MS = 60_000;

describe('canaries through delivery', () => {
  let organisationId: string;
  let control: ControlStore;
  let notifier: Notifier;
  let receiver: WebhookReceiver;
  let nowMs = 1_700_000_000_000;
  let stage: DeliverStage;

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
    nowMs += 10 * MINUTE_MS;
    notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
    stage = new DeliverStage({
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
    receiver.answer(() => ({ status: 204 }));
    receiver.forget();
  });
  afterEach(async () => {
    await notifier.close();
    for (const { id } of await control.channels.list(organisationId)) await control.channels.remove(organisationId, id);
  });

  const addChannel = (id: string, change: Partial<Channel> = {}) =>
    control.channels.put(channelOf({ id, organisationId, target: `${receiver.url}/${id}`, ...change }));
  const canary = (chainId = 1, sentAtMs = nowMs): OutboundEvent =>
    eventOf({
      type: 'canary',
      chainId,
      severity: null,
      payload: { id: `canary:${chainId}:${sentAtMs}`, chainId, sentAtMs, title: 'Canary' },
    });
  const send = async (...events: readonly OutboundEvent[]) => {
    await stage.enqueue(events);
    while ((await stage.sendDue()) > 0);
  };
  const known = async () => Object.fromEntries((await control.canaries.channels(organisationId)).map((row) => [row.channelId, row]));
  const left = () => control.outbox.list({ organisationId }, 100);

  it('rehearses each channel without a word to its receiver, and leaves nothing in the outbox', async () => {
    await addChannel('a');
    await addChannel('b', { digest: { everyS: 3_600 }, minGapS: 60 });
    await send(canary());
    expect(await known()).toMatchObject({ a: { heardAtMs: nowMs, reason: null }, b: { heardAtMs: nowMs, reason: null } });
    expect(receiver.received).toEqual([]);
    expect(await left()).toEqual([]);
    expect(await control.canaries.chains()).toContainEqual({ chainId: 1, sentAtMs: nowMs, heardAtMs: nowMs });
  });

  it('sends it, signed and marked, where the channel says so', async () => {
    await addChannel('a', { canary: 'send' });
    await send(canary());
    const [{ body, headers } = { body: '', headers: {} }] = receiver.received;
    expect(new Webhook(SECRET).verify(body, headers as Record<string, string>)).toMatchObject({
      type: 'canary',
      data: { title: 'Canary' },
    });
    expect(await known()).toMatchObject({ a: { heardAtMs: nowMs } });
  });

  it('says why one did not come through, tries it once, and keeps when one last did', async () => {
    await addChannel('a', { canary: 'send' });
    await send(canary());
    const heardAtMs = nowMs;
    receiver.answer(() => ({ status: 500 }));
    receiver.forget();
    nowMs += MINUTE_MS;
    await send(canary());
    expect(receiver.received).toHaveLength(1);
    expect(await known()).toMatchObject({ a: { heardAtMs, triedAtMs: nowMs, reason: 'HTTP 500' } });
    expect(await left()).toEqual([]);
    expect(await control.outbox.replay({ organisationId }, nowMs)).toBe(0);
  });

  it('finds by a rehearsal alone that nobody listens, that a secret is missing, that mail is not configured', async () => {
    await addChannel('gone', { target: `http://127.0.0.1:${await freePort()}/hook` });
    await addChannel('chat', { kind: 'telegram', target: '42', apiUrl: receiver.url, secretRef: 'bot' });
    await addChannel('mail', { kind: 'email', target: 'oncall@example.com' });
    await send(canary());
    expect(await known()).toMatchObject({
      gone: { heardAtMs: null, reason: expect.stringMatching(/ECONNREFUSED/) },
      chat: { heardAtMs: null, reason: expect.stringMatching(/secret bot is not stored/) },
      mail: { heardAtMs: null, reason: expect.stringMatching(/TOCSIN_SMTP_URL/) },
    });
  });

  it('does not reach where a channel may not send', async () => {
    const strict = createNotifier({ allowPrivateTargets: false, secrets: control.secrets });
    const message = { id: 'msg_1', body: JSON.stringify({ type: 'canary', timestamp: new Date().toISOString(), data: {} }) };
    expect(await strict.rehearse(channelOf({ target: receiver.url }), message)).toMatch(/private address/);
    expect(await strict.rehearse(channelOf({ target: `http://localhost:${receiver.port}` }), message)).toMatch(/not public/);
    await strict.close();
  });

  it('waits in the lane behind what cannot be delivered, one only, and so shows that the lane stands', async () => {
    await addChannel('a', { canary: 'send' });
    receiver.answer(() => ({ status: 500 }));
    await send(eventOf());
    for (let minute = 0; minute < 3; minute += 1) {
      await stage.enqueue([canary()]);
      nowMs += MINUTE_MS;
    }
    expect((await left()).map(({ type }) => type).sort()).toEqual(['alert.created', 'canary']);
    expect(await known()).toMatchObject({ a: { heardAtMs: null, triedAtMs: null } });
    receiver.answer(() => ({ status: 204 }));
    nowMs += 60 * MINUTE_MS;
    while ((await stage.sendDue()) > 0);
    expect(await known()).toMatchObject({ a: { heardAtMs: nowMs } });
    expect((await left()).map(({ state }) => state)).toEqual(['delivered']);
  });

  it('never waits for its pace, and leaves it to what has something to tell', async () => {
    await addChannel('a', { ratePerMinute: 1 });
    await send(canary());
    await send(eventOf({ payload: { id: '1', revision: 0 } }));
    expect(receiver.received).toHaveLength(1);
  });

  it('is one a channel, of whichever chain comes first, and of none that the channel leaves out', async () => {
    await addChannel('all', { canary: 'send' });
    await addChannel('base', { canary: 'send', chains: [8_453] });
    await addChannel('off', { canary: 'off' });
    await addChannel('disabled', { enabled: false });
    await send(canary(1), canary(8_453));
    expect(receiver.received.map(({ path }) => path).sort()).toEqual(['/hook/all', '/hook/base']);
    expect(Object.keys(await known()).sort()).toEqual(['all', 'base']);
  });

  it('is not sent again where the log brings it again, nor when an old one comes late', async () => {
    await addChannel('a', { canary: 'send' });
    const first = canary();
    await send(first);
    nowMs += MINUTE_MS;
    await send(first, canary(1, nowMs - 5 * MINUTE_MS));
    expect(receiver.received).toHaveLength(1);
  });
});
