import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import type { ControlStore, OutboundEvent } from '../../../src/ports/control-store.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf } from '../../support/build-channel.js';
import { eventOf } from '../../support/build-event.js';
import { openTestControlStore } from '../../support/control-store.js';
import { telegram } from '../../support/vendor-receivers.js';
import { type ReceivedWebhook, startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';
import { ADMIN_KEY, type Served, SILENT, serve } from './serve.js';

const TOKEN = '123456:AAbot-token_of-a-test';

const event = (id: string): OutboundEvent => eventOf({ payload: { id, revision: 0 } });

describe('channels', () => {
  let served: Served;
  let control: ControlStore;
  let notifier: Notifier;
  let receiver: WebhookReceiver;
  let deliver: DeliverStage;

  beforeAll(async () => {
    control = await openTestControlStore();
    notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
    receiver = await startWebhookReceiver();
    served = await serve({ control, notifier, config: { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true } });
    const deps = {
      channels: control.channels,
      outbox: control.outbox,
      heard: control.heard,
      canaries: control.canaries,
      notifier,
      metrics: SILENT_METRICS,
      logger: SILENT,
      hashText,
    };
    deliver = new DeliverStage({ ...deps, clock: SYSTEM_CLOCK });
  }, 60_000);
  afterEach(() => {
    receiver.forget();
    receiver.answer(() => ({ status: 204 }));
  });
  afterAll(async () => {
    await served?.close();
    await receiver?.stop();
  });

  const make = (body: Readonly<Record<string, unknown>>) => served.request('POST', '/v1/channels', { body });
  const verify = (secret: string, { body, headers }: ReceivedWebhook) =>
    new Webhook(secret).verify(body, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])));
  const last = (): ReceivedWebhook => {
    const received = receiver.received.at(-1);
    if (received === undefined) throw new Error('nothing came');
    return received;
  };

  it('show a webhook’s secret once, and a test says at once what was sent and answered', async () => {
    const target = `${receiver.url}?token=in-the-query`;
    const made = await make({ id: 'team', kind: 'webhook', target });
    expect([made.status, made.json]).toEqual([
      201,
      expect.objectContaining({ id: 'team', minSeverity: 'low', enabled: true, digest: null }),
    ]);
    const { secret } = made.json;
    expect(secret).toMatch(/^whsec_/);
    expect((await make({ id: 'team', kind: 'webhook', target })).status).toBe(409);
    receiver.answer(() => ({ status: 202, body: 'thanks' }));
    const tested = await served.request('POST', '/v1/channels/team/test');
    expect(tested.json).toMatchObject({ result: 'delivered', reason: null, exchange: { response: { status: 202, body: 'thanks' } } });
    expect(verify(secret, last())).toMatchObject({ type: 'canary', data: { channelId: 'team' } });
    receiver.answer(() => ({ status: 500, body: 'ouch' }));
    const failed = await served.request('POST', '/v1/channels/team/test');
    expect([failed.status, failed.json]).toEqual([200, expect.objectContaining({ result: 'retry', reason: 'HTTP 500' })]);
    for (const answer of [
      tested,
      failed,
      ...(await Promise.all(['', '/team', '/team/deliveries'].map((path) => served.request('GET', `/v1/channels${path}`)))),
    ])
      for (const hidden of [secret, 'in-the-query']) expect(answer.text).not.toContain(hidden);
  });

  it('sign with both secrets while one is rotated, and with the new one alone afterwards', async () => {
    const { secret: old } = (await make({ id: 'rotated', kind: 'webhook', target: receiver.url })).json;
    const rotated = await served.request('POST', '/v1/channels/rotated/secret/rotate', { body: { overlapS: 3_600 } });
    await served.request('POST', '/v1/channels/rotated/test');
    for (const secret of [old, rotated.json.secret]) expect(verify(secret, last())).toMatchObject({ type: 'canary' });
    expect((await served.request('GET', '/v1/channels/rotated')).json.secretExpiresAt).toBe(rotated.json.oldExpiresAt);
    const { secret } = (await served.request('POST', '/v1/channels/rotated/secret/rotate', { body: { overlapS: 0 } })).json;
    await served.request('POST', '/v1/channels/rotated/test');
    expect(verify(secret, last())).toMatchObject({ type: 'canary' });
    for (const ended of [old, rotated.json.secret]) expect(() => verify(ended, last())).toThrow();
  });

  it('send with secrets that are stored by name and never read again', async () => {
    const refused = await make({
      id: 'chat',
      kind: 'telegram',
      target: '-100',
      apiUrl: `http://127.0.0.1:${receiver.port}`,
      secretRef: 'bot',
    });
    expect([refused.status, refused.json.errors]).toEqual([
      400,
      [{ path: '/secretRef', message: 'names no stored secret; PUT /v1/secrets/bot first' }],
    ]);
    expect((await served.request('PUT', '/v1/secrets/bot', { body: { value: TOKEN } })).status).toBe(204);
    expect(
      (await make({ id: 'chat', kind: 'telegram', target: '-100', apiUrl: `http://127.0.0.1:${receiver.port}`, secretRef: 'bot' })).status,
    ).toBe(201);
    receiver.answer(telegram);
    const tested = await served.request('POST', '/v1/channels/chat/test');
    expect(tested.json).toMatchObject({ result: 'delivered' });
    expect(last().path).toBe(`/bot${TOKEN}/sendMessage`);
    const listed = await served.request('GET', '/v1/secrets');
    expect(listed.json.items.map(({ name }: { name: string }) => name)).toEqual(['bot']);
    const audit = await served.request('GET', '/v1/audit');
    for (const answer of [tested, listed, audit]) expect(answer.text).not.toContain(TOKEN);
    expect(audit.text).toContain('secret.put');
    const used = await served.request('DELETE', '/v1/secrets/bot');
    expect([used.status, used.json.detail]).toEqual([409, 'Channels send with it: chat. Change or remove them first.']);
    await served.request('DELETE', '/v1/channels/chat');
    expect((await served.request('DELETE', '/v1/secrets/bot')).status).toBe(204);
    expect((await served.request('DELETE', '/v1/secrets/bot')).status).toBe(404);
  });

  it('send a stored secret to another server than its service’s only by an administrator’s word', async () => {
    await served.request('PUT', '/v1/secrets/routing', { body: { value: 'routing-key' } });
    const { key } = (await served.request('POST', '/v1/keys', { body: { name: 'writer', scopes: ['read', 'write'] } })).json;
    const body = { id: 'pager', kind: 'pagerduty', target: 'https://events.example.com/v2/enqueue', secretRef: 'routing' };
    const refused = await served.request('POST', '/v1/channels', { key, body });
    expect([refused.status, refused.json.errors[0].path, refused.json.errors[0].message]).toEqual([
      400,
      '/target',
      expect.stringContaining('scope admin'),
    ]);
    expect((await served.request('POST', '/v1/channels', { key, body: { ...body, target: undefined } })).status).toBe(201);
    expect((await served.request('PATCH', '/v1/channels/pager', { key, body: { target: body.target } })).status).toBe(400);
    expect((await served.request('PATCH', '/v1/channels/pager', { body: { target: body.target } })).status).toBe(200);
  });

  it('keep each try with its request and answer; dead ones are sent again one by one or all of a channel', async () => {
    await make({ id: 'ops', kind: 'webhook', target: `${receiver.url}/ops`, minSeverity: 'high' });
    receiver.answer(({ path }) => ({ status: path === '/hook/ops' ? 410 : 204 }));
    await deliver.enqueue([event('1'), event('2')]);
    while ((await deliver.sendDue()) > 0);
    const dead = (await served.request('GET', '/v1/deliveries?state=dead&channel=ops')).json.items;
    expect(dead).toHaveLength(2);
    const one = await served.request('GET', `/v1/deliveries/${dead[1].id}`);
    expect(one.json).toMatchObject({
      state: 'dead',
      severity: 'high',
      history: [{ result: 'dead', reason: 'the receiver says that it is gone (410)', exchange: { response: { status: 410 } } }],
    });
    receiver.answer(() => ({ status: 204 }));
    expect((await served.request('POST', `/v1/deliveries/${dead[1].id}/replay`)).status).toBe(204);
    expect((await served.request('POST', `/v1/deliveries/${dead[1].id}/replay`)).status).toBe(409);
    expect((await served.request('POST', '/v1/channels/ops/replay')).json).toEqual({ replayed: 1 });
    while ((await deliver.sendDue()) > 0);
    const page = (await served.request('GET', '/v1/channels/ops/deliveries?limit=1')).json;
    expect([page.items[0].state, page.nextCursor]).toEqual(['delivered', page.items[0].id]);
    expect(
      (await served.request('GET', `/v1/deliveries/${dead[1].id}`)).json.history.map(({ result }: { result: string }) => result),
    ).toEqual(['delivered', 'dead']);
  });

  it('say in one answer how things stand with each, and what was told about one incident', async () => {
    await make({ id: 'sum', kind: 'webhook', target: `${receiver.url}/sum` });
    await make({ id: 'untried', kind: 'webhook', target: receiver.url, minSeverity: 'critical' });
    receiver.answer(({ path }) => ({ status: path === '/hook/sum' ? 410 : 204 }));
    await deliver.enqueue([eventOf({ payload: { id: 'a', revision: 0, incidentId: 'inc_summary', title: 'A title' } })]);
    while ((await deliver.sendDue()) > 0);
    await deliver.enqueue([event('waits')]);
    const { items } = (await served.request('GET', '/v1/deliveries/summary')).json;
    const of = (id: string) => items.find(({ channelId }: { channelId: string }) => channelId === id);
    expect(of('sum')).toMatchObject({ pending: 1, held: 0, dead: 1, last: { state: 'dead', title: 'A title', attempts: 1 } });
    expect(of('untried')).toEqual({ channelId: 'untried', pending: 0, held: 0, dead: 0, last: null });
    const told = (await served.request('GET', '/v1/deliveries?incident=inc_summary&channel=sum')).json.items;
    expect(told).toEqual([expect.objectContaining({ channelId: 'sum', incidentId: 'inc_summary', title: 'A title' })]);
    while ((await deliver.sendDue()) > 0);
  });

  it('are changed in part; what waits for one that is removed is a dead letter', async () => {
    await make({ id: 'changed', kind: 'webhook', target: receiver.url });
    const changed = await served.request('PATCH', '/v1/channels/changed', {
      body: { minSeverity: 'critical', digest: { everyS: 300 }, chains: [1] },
    });
    expect(changed.json).toMatchObject({ minSeverity: 'critical', digest: { everyS: 300 }, chains: [1], enabled: true });
    const refused = await served.request('PATCH', '/v1/channels/changed', { body: { digest: { everyS: 1 } } });
    expect([refused.status, refused.json.errors[0].path]).toEqual([400, '/digest/everyS']);
    expect((await served.request('PATCH', '/v1/channels/changed', { body: { kind: 'slack' } })).status).toBe(400);
    expect((await served.request('DELETE', '/v1/channels/changed')).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/test'],
      ['POST', '/replay'],
      ['GET', '/deliveries'],
    ] as const)
      expect((await served.request(method, `/v1/channels/changed${path}`)).status).toBe(404);
  });

  it('of another organisation are not there', async () => {
    await control.channels.put(channelOf({ id: 'theirs', organisationId: 'another' }));
    await control.secrets.put('another', 'theirs', 'value', null, 1);
    const draft = {
      organisationId: 'another',
      channelId: 'theirs',
      type: 'alert.created',
      body: '{}',
      incidentId: null,
      severity: null,
      createdAtMs: 1,
      hold: null,
    };
    await control.outbox.enqueue([{ ...draft, id: 'msg_theirs' }]);
    for (const [method, path] of [
      ['GET', '/v1/channels/theirs'],
      ['POST', '/v1/channels/theirs/test'],
      ['GET', '/v1/deliveries/msg_theirs'],
      ['DELETE', '/v1/secrets/theirs'],
    ] as const)
      expect([path, (await served.request(method, path)).status]).toEqual([path, 404]);
    expect((await served.request('GET', '/v1/deliveries')).text).not.toContain('theirs');
    expect((await served.request('POST', '/v1/deliveries/msg_theirs/replay')).status).toBe(409);
    await control.channels.remove('another', 'theirs');
  });

  it.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    ['an unknown kind', { kind: 'pigeon', target: 'x' }, '/kind', /expected a kind: webhook, slack/],
    ['a target that is no URL', { kind: 'webhook', target: 'example.com' }, '/target', /http or https URL/],
    ['a Slack channel without its URL', { kind: 'slack', target: '#general' }, '/target', /hooks\.slack\.com/],
    ['a Discord invite', { kind: 'discord', target: 'https://discord.gg/abc' }, '/target', /api\/webhooks/],
    ['a Telegram name without @', { kind: 'telegram', target: 'general', secretRef: 'bot' }, '/target', /chat id/],
    ['a Telegram chat without a token', { kind: 'telegram', target: '1' }, '/secretRef', /PUT \/v1\/secrets/],
    ['a pager that collects', { kind: 'pagerduty', secretRef: 'key', digest: { everyS: 60 } }, '/digest', /cannot be paged/],
    ['an Opsgenie of no region', { kind: 'opsgenie', target: 'asia', secretRef: 'key' }, '/target', /us, eu or the URL/],
    ['an address that is none', { kind: 'email', target: 'a@example.com, nobody' }, '/target/1', /oncall@example\.com/],
    ['mail without a server', { kind: 'email', target: 'a@example.com' }, '/kind', /TOCSIN_SMTP_URL/],
    ['a response that does nothing', { kind: 'response' }, '/response', /say what it does/],
    ['a rate of nothing', { kind: 'webhook', target: 'https://example.com', ratePerMinute: 0 }, '/ratePerMinute', /./],
  ])('are refused with the field and the remedy: %s', async (_, body, path, message) => {
    const { status, json } = await make({ id: 'refused', ...body });
    expect([status, json.errors]).toEqual([400, [{ path, message: expect.stringMatching(message) }]]);
  });
});

describe('where private targets are not allowed', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  }, 60_000);
  afterAll(() => served?.close());

  it.each<[string, Readonly<Record<string, unknown>>, string, RegExp]>([
    ['a private address', { kind: 'webhook', target: 'http://10.0.0.1/hook' }, '/target', /private address/],
    ['this machine', { kind: 'webhook', target: 'http://localhost/hook' }, '/target', /private address/],
    ['a secret in the clear', { kind: 'slack', target: 'http://hooks.slack.com/services/T/B/x' }, '/target', /https/],
  ])('a channel is refused: %s', async (_, body, path, message) => {
    const { status, json } = await served.request('POST', '/v1/channels', { body: { id: 'refused', ...body } });
    expect([status, json.errors]).toEqual([400, [{ path, message: expect.stringMatching(message) }]]);
  });
});
