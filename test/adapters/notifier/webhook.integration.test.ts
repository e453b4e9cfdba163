import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { isPublicAddress } from '../../../src/adapters/notifier/public-lookup.js';
import type { ChannelSecret } from '../../../src/ports/delivery-store.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf, SECRET } from '../../support/build-channel.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const OTHER = `whsec_${Buffer.from('another secret').toString('base64')}`;

describe('webhooks', () => {
  let receiver: WebhookReceiver;
  let open: Notifier;
  let guarded: Notifier;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    open = createNotifier({ allowPrivateTargets: true, secrets: { value: async () => null } });
    guarded = createNotifier({ allowPrivateTargets: false, secrets: { value: async () => null } });
  });
  afterEach(() => receiver.answer(() => ({ status: 204 })));
  afterAll(async () => {
    await open?.close();
    await guarded?.close();
    await receiver?.stop();
  });

  const valid = (value: string): ChannelSecret => ({ value, expiresAtMs: null });
  const channel = (target: string, secrets: readonly ChannelSecret[] = [valid(SECRET)]) => channelOf({ target, secrets });
  const notification = { id: 'msg_1', body: '{"type":"alert.created","data":{"title":"Überweisung"}}' };
  const last = () => {
    const received = receiver.received.at(-1);
    if (received === undefined) throw new Error('nothing was received');
    return received;
  };
  const headersOf = (received: ReturnType<typeof last>) => ({
    'webhook-id': String(received.headers['webhook-id']),
    'webhook-timestamp': String(received.headers['webhook-timestamp']),
    'webhook-signature': String(received.headers['webhook-signature']),
  });

  it('are verified by the standard’s own library, and only as they were sent', async () => {
    expect(await open.send(channel(receiver.url), notification)).toMatchObject({ kind: 'delivered', status: 204 });
    const received = last();
    expect(received.headers['webhook-id']).toBe('msg_1');
    expect(new Webhook(SECRET).verify(received.body, headersOf(received))).toEqual(JSON.parse(notification.body));
    expect(() => new Webhook(OTHER).verify(received.body, headersOf(received))).toThrow();
    expect(() => new Webhook(SECRET).verify(`${received.body} `, headersOf(received))).toThrow();
    expect(() => new Webhook(SECRET).verify(received.body, { ...headersOf(received), 'webhook-id': 'msg_2' })).toThrow();
  });

  it('carry the user and password of their URL, in a header and in nothing that is kept', async () => {
    const at = (userinfo: string) => receiver.url.replace('://', `://${userinfo}@`);
    for (const [userinfo, pair] of [
      ['tocsin:p%40ss-of-a-test', 'tocsin:p@ss-of-a-test'],
      ['tocsin:50%25off-today', 'tocsin:50%off-today'],
      ['tocsin:50%off-today', 'tocsin:50%off-today'],
    ] as const) {
      const result = await open.send(channel(at(userinfo)), notification);
      expect(result).toMatchObject({ kind: 'delivered' });
      expect(last().headers['authorization']).toBe(`Basic ${Buffer.from(pair).toString('base64')}`);
      for (const secret of [userinfo.slice(7), pair.slice(7), Buffer.from(pair).toString('base64')])
        expect(JSON.stringify(result)).not.toContain(secret);
    }
  });

  it('are verified with either secret while one is rotated', async () => {
    await open.send(channel(receiver.url, [valid(OTHER), valid(SECRET)]), notification);
    const received = last();
    for (const secret of [SECRET, OTHER])
      expect(new Webhook(secret).verify(received.body, headersOf(received))).toEqual(JSON.parse(notification.body));
  });

  it('are tried again where the receiver is ill, after the time that it asks for', async () => {
    const answers: readonly (readonly [number, Readonly<Record<string, string>>, unknown])[] = [
      [500, {}, null],
      [429, { 'retry-after': '120' }, 120_000],
      [503, { 'retry-after': '31536000' }, 86_400_000],
      [503, { 'retry-after': 'soon' }, null],
      [503, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, null],
      [404, {}, null],
    ];
    for (const [status, headers, afterMs] of answers) {
      receiver.answer(() => ({ status, headers }));
      expect(await open.send(channel(receiver.url), notification)).toMatchObject({ kind: 'retry', reason: `HTTP ${status}`, afterMs });
    }
    const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
    receiver.answer(() => ({ status: 503, headers: { 'retry-after': inAnHour } }));
    const result = await open.send(channel(receiver.url), notification);
    expect(result.kind === 'retry' && result.afterMs !== null && Math.abs(result.afterMs - 3_600_000) < 60_000).toBe(true);
  });

  it('are tried again where the receiver hangs up or is not there', async () => {
    receiver.answer(() => 'hang-up');
    expect(await open.send(channel(receiver.url), notification)).toMatchObject({ kind: 'retry', afterMs: null });
    const gone = await startWebhookReceiver();
    await gone.stop();
    expect(await open.send(channel(gone.url), notification)).toMatchObject({ kind: 'retry' });
  });

  it('end where the receiver says that it is gone, or the target is no URL', async () => {
    receiver.answer(() => ({ status: 410 }));
    expect(await open.send(channel(receiver.url), notification)).toMatchObject({ kind: 'dead' });
    expect(await open.send(channel('not a url'), notification)).toMatchObject({ kind: 'dead' });
  });

  it.each([
    ['an address', 'http://127.0.0.1:PORT/hook'],
    ['a name', 'http://localhost:PORT/hook'],
    ['a number', 'http://2130706433:PORT/hook'],
    ['IPv6', 'http://[::1]:PORT/hook'],
    ['IPv4 inside IPv6', 'http://[::ffff:127.0.0.1]:PORT/hook'],
    ['the unspecified address', 'http://0.0.0.0:PORT/hook'],
    ['the metadata service', 'http://169.254.169.254/latest'],
  ])('never reach a private target by %s', async (_, target) => {
    const before = receiver.received.length;
    expect(await guarded.send(channel(target.replace('PORT', String(receiver.port))), notification)).toMatchObject({ kind: 'dead' });
    expect(receiver.received).toHaveLength(before);
  });

  it('follow no redirect, which would lead past the guard', async () => {
    const before = receiver.received.length;
    receiver.answer(() => ({ status: 307, headers: { location: `http://127.0.0.1:${receiver.port}/secret` } }));
    expect(await open.send(channel(receiver.url), notification)).toMatchObject({ kind: 'retry', reason: 'HTTP 307', afterMs: null });
    expect(receiver.received).toHaveLength(before + 1);
  });

  it('know a public address from every other', () => {
    const targets = [
      '8.8.8.8',
      '2606:4700::1111',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.1.1',
      '224.0.0.1',
      '255.255.255.255',
      'fc00::1',
      'fe80::1',
      '::',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
      'no address',
    ];
    expect(targets.filter(isPublicAddress)).toEqual(['8.8.8.8', '2606:4700::1111']);
  });
});
