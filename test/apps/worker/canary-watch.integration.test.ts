import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { watchForCanaries } from '../../../src/apps/worker/canary-watch.js';
import type { CanaryLine } from '../../../src/core/deliver/silence.js';
import { SECRET } from '../../support/build-channel.js';
import { createCountedMetrics, SILENT_LOGGER } from '../../support/records.js';
import { waitUntil } from '../../support/wait-until.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

describe('who watches canaries', () => {
  let receiver: WebhookReceiver;
  let lines: readonly CanaryLine[] | Error = [];
  let watch: ReturnType<typeof watchForCanaries> = null;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
  });
  afterEach(async () => {
    await watch?.close();
    receiver.forget();
    receiver.answer(() => ({ status: 204 }));
  });
  afterAll(() => receiver?.stop());

  const start = () => {
    watch = watchForCanaries(
      {
        canary: {
          everyMs: 50,
          alarm: { url: `${receiver.url}/alarm`, secret: SECRET },
          heartbeatUrl: `${receiver.url}/beat`,
        },
        metrics: createCountedMetrics(),
        logger: SILENT_LOGGER,
      },
      'ingest',
      async () => {
        if (lines instanceof Error) throw lines;
        return lines;
      },
    );
  };
  const alarms = () =>
    receiver.received
      .filter(({ path }) => path.endsWith('/alarm'))
      .map(({ body, headers }) => new Webhook(SECRET).verify(body, headers as Record<string, string>) as Record<string, unknown>);
  const beats = () => receiver.received.filter(({ path }) => path.endsWith('/beat')).length;

  it('raises the alarm by itself when a line falls silent, once, and says when it is heard again', async () => {
    lines = [{ name: 'channel default/oncall', heardAtMs: Date.now(), reason: 'HTTP 500' }];
    start();
    await waitUntil('all is well, and the switch hears so', async () => beats() > 0);
    await waitUntil('the alarm', async () => alarms().length > 0);
    expect(alarms()).toEqual([
      expect.objectContaining({
        type: 'canary.silent',
        text: expect.stringMatching(/channel default\/oncall: nothing for \d+ s \(HTTP 500\)/),
      }),
    ]);
    const before = beats();
    lines = [{ name: 'channel default/oncall', heardAtMs: Date.now() + 60_000, reason: null }];
    await waitUntil('it is heard again', async () => alarms().length > 1);
    expect(alarms().map(({ type }) => type)).toEqual(['canary.silent', 'canary.heard']);
    await waitUntil('the switch hears again', async () => beats() > before);
  });

  it('tells it again until it is taken, under one id', async () => {
    let refusals = 3;
    receiver.answer(({ path }) => ({ status: path.endsWith('/alarm') && refusals-- > 0 ? 503 : 204 }));
    lines = [{ name: 'chain 1', heardAtMs: 1, reason: null }];
    start();
    await waitUntil('the alarm was taken', async () => receiver.received.length >= 4);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  it('holds it for silence where it cannot look', async () => {
    lines = new Error('the store is away');
    start();
    await waitUntil('the alarm', async () => alarms().length > 0);
    expect(alarms()[0]).toMatchObject({ text: expect.stringMatching(/what ingest sees of canaries.*the store is away/) });
    expect(beats()).toBe(0);
  });
});
