import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import type { Channel } from '../../../src/ports/delivery-store.js';
import type { Notifier, NotifyResult } from '../../../src/ports/notifier.js';
import { channelOf } from '../../support/build-channel.js';
import { discord, opsgenie, pagerduty, slack, telegram, type Vendor } from '../../support/vendor-receivers.js';
import { startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const BOT = '123456:AAbot-token_of-a-test';
const ROUTING = '0123456789abcdef0123456789abcdef';
const GENIE = 'genie-key-of-a-test';
const SECRETS: Readonly<Record<string, string>> = { bot: BOT, routing: ROUTING, genie: GENIE };
const PUBLIC_URL = 'https://tocsin.example.com';

/** Names on a chain are whatever an attacker wrote. */
const EVIL = '<!channel> @everyone <b>x</b> [win](https://evil.example) *b* `c` &amp; \u202Egnp\r\nBcc: a@b.c <script>alert(1)</script> "';

const VENDORS: readonly (readonly [Channel['kind'], Vendor, (url: string) => Partial<Channel>])[] = [
  ['slack', slack, (url) => ({ target: `${url}/services/T0/B0/hooksecret99` })],
  ['discord', discord, (url) => ({ target: `${url}/api/webhooks/42/hooksecret99` })],
  ['telegram', telegram, (url) => ({ target: '-100200300', apiUrl: url, secretRef: 'bot' })],
  ['pagerduty', pagerduty, (url) => ({ target: `${url}/v2/enqueue`, secretRef: 'routing' })],
  ['opsgenie', opsgenie, (url) => ({ target: url, secretRef: 'genie' })],
];

const alert = (change: Readonly<Record<string, unknown>> = {}, type = 'alert.created') => ({
  id: 'msg_1',
  body: JSON.stringify({
    type,
    timestamp: '2026-01-01T00:00:00.000Z',
    times: {
      block: '2026-01-01T00:00:00.000Z',
      seen: '2026-01-01T00:00:01.000Z',
      analysed: '2026-01-01T00:00:01.100Z',
      alerted: '2026-01-01T00:00:01.200Z',
      queued: '2026-01-01T00:00:01.300Z',
    },
    data: {
      id: '0xa1',
      incidentId: 'incident-1',
      chainId: 1,
      blockNumber: 20_000_000,
      transactionHash: `0x${'ab'.repeat(32)}`,
      severity: 'critical',
      risk: 99.5,
      title: 'A price oracle was moved',
      summary: 'One transaction moved the price and borrowed against it.',
      subject: { address: `0x${'11'.repeat(20)}`, role: 'victim' },
      reasons: [{ id: 'flash', text: 'A flash loan pays for it.' }],
      status: 'open',
      finality: 'seen',
      ...change,
    },
  }),
});
const incident = (status: string) => alert({ id: 'incident-1', incidentId: undefined, status }, 'incident.updated');

describe('each kind of channel', () => {
  let receiver: WebhookReceiver;
  let notifier: Notifier;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    notifier = createNotifier({
      allowPrivateTargets: true,
      secrets: { value: async (_organisationId, name) => SECRETS[name] ?? null },
      publicUrl: PUBLIC_URL,
    });
  });
  afterEach(() => receiver.forget());
  afterAll(async () => {
    await notifier?.close();
    await receiver?.stop();
  });

  const root = () => `http://127.0.0.1:${receiver.port}`;
  const channel = (kind: Channel['kind'], change: (url: string) => Partial<Channel>) => channelOf({ kind, secrets: [], ...change(root()) });
  const lastBody = () => JSON.parse(receiver.received.at(-1)?.body ?? 'null');

  describe.each(VENDORS)('%s', (kind, vendor, change) => {
    const send = (notification = alert()): Promise<NotifyResult> => {
      receiver.answer(vendor);
      return notifier.send(channel(kind, change), notification);
    };

    it('takes an alert of the documented shape, with its times and a link', async () => {
      expect(await send()).toMatchObject({ kind: 'delivered' });
      const { body } = receiver.received.at(-1) ?? { body: '' };
      for (const told of ['A price oracle was moved', '2026-01-01T00:00:01.100Z', `${PUBLIC_URL}/incidents/incident-1`])
        expect(body.replaceAll('\\u200b', '').replaceAll('\u200b', '').replace(/\\\\/g, '')).toContain(told);
    });

    it('takes whatever a name on a chain says, cut to its limits', async () => {
      for (const text of [EVIL, EVIL.repeat(200), '𝕏'.repeat(5_000), '\\'.repeat(5_000), '&'.repeat(5_000), '<'.repeat(9_000)]) {
        const reasons = Array.from({ length: 40 }, (_, i) => ({ id: String(i), text }));
        const said = { title: text, summary: text, reasons, subject: { address: text, role: text } };
        expect([text.slice(0, 20), await send(alert(said))]).toEqual([text.slice(0, 20), expect.objectContaining({ kind: 'delivered' })]);
      }
    });

    it('keeps what was sent and answered, without what opens anything', async () => {
      const { exchange } = await send();
      expect(exchange).toMatchObject({ request: { method: 'POST' }, response: { status: expect.any(Number) }, error: null });
      for (const secret of [BOT, ROUTING, GENIE, 'hooksecret99']) expect(JSON.stringify(exchange)).not.toContain(secret);
    });

    it('says a failure without what opens anything, also where the receiver echoes it', async () => {
      receiver.answer(({ path, body, headers }) => ({ status: 500, body: `${path} ${body} ${headers.authorization ?? ''}` }));
      const echoed = await notifier.send(channel(kind, change), alert());
      const gone = await startWebhookReceiver();
      await gone.stop();
      const refused = await notifier.send(
        channel(kind, () => change(`http://127.0.0.1:${gone.port}`)),
        alert(),
      );
      expect([echoed.kind, refused.kind]).toEqual(['retry', 'retry']);
      for (const secret of [BOT, ROUTING, GENIE, 'hooksecret99']) expect(JSON.stringify([echoed, refused])).not.toContain(secret);
    });

    it('does not take a 200 of something else for its own', async () => {
      receiver.answer(() => ({ status: 200, body: '<html>Please sign in</html>' }));
      expect(await notifier.send(channel(kind, change), alert())).toMatchObject({
        kind: 'retry',
        reason: expect.stringContaining('HTTP 200'),
      });
    });

    it('waits as the service asks', async () => {
      const wait: Readonly<Partial<Record<Channel['kind'], string>>> = {
        discord: '{"message":"You are being rate limited.","retry_after":1.5,"global":false}',
        telegram: '{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}',
      };
      receiver.answer(() => ({ status: 429, headers: { 'retry-after': '30' }, body: wait[kind] ?? '' }));
      const afterMs = kind === 'discord' ? 1_500 : kind === 'telegram' ? 7_000 : 30_000;
      expect(await notifier.send(channel(kind, change), alert())).toMatchObject({ kind: 'retry', afterMs, isPause: true });
    });
  });

  it('waits for a secret that is not stored', async () => {
    const result = await notifier.send(channelOf({ kind: 'telegram', target: '1', secretRef: 'nothing' }), alert());
    expect(result).toMatchObject({ kind: 'retry', reason: expect.stringContaining('PUT /v1/secrets/nothing') });
  });

  it('does nothing by itself where the operator allows nothing', async () => {
    expect(await notifier.send(channelOf({ kind: 'response' }), alert())).toMatchObject({
      kind: 'dead',
      reason: expect.stringContaining('automatic responses are off'),
    });
  });

  it('pauses where Discord says that no more fits', async () => {
    receiver.answer(() => ({
      status: 200,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '1.25' },
      body: '{"id":"1"}',
    }));
    const [, , change] = VENDORS[1] ?? [];
    if (change === undefined) throw new Error('no Discord');
    expect(await notifier.send(channel('discord', change), alert())).toMatchObject({ kind: 'delivered', pauseMs: 1_250 });
  });

  it('mentions nobody and reads no markup of names', async () => {
    receiver.answer(slack);
    await notifier.send(channel('slack', VENDORS[0]?.[2] ?? (() => ({}))), alert({ title: EVIL, summary: EVIL }));
    const toSlack = lastBody();
    expect(toSlack.text).not.toMatch(/[<>]/);
    expect(JSON.stringify(toSlack.blocks)).not.toContain('mrkdwn');
    receiver.answer(discord);
    await notifier.send(channel('discord', VENDORS[1]?.[2] ?? (() => ({}))), alert({ title: EVIL, summary: EVIL }));
    const toDiscord = lastBody();
    expect(toDiscord.allowed_mentions).toEqual({ parse: [] });
    expect(JSON.stringify(toDiscord.embeds)).not.toMatch(/@everyone|[^\\]\[win|https:\/\/evil/);
    receiver.answer(telegram);
    await notifier.send(channel('telegram', VENDORS[2]?.[2] ?? (() => ({}))), alert({ title: EVIL, summary: EVIL }));
    expect(lastBody().text).not.toMatch(/<script>|<b>x|https:\/\/evil|\u202E/);
    expect(lastBody().text).toContain('&lt;script&gt;');
  });

  it.each(VENDORS)('fits %s however much its text grows on the way', async (kind, vendor, change) => {
    receiver.answer(vendor);
    for (const piece of ['://', 'www.', '<&>"', '*_~`|', '@', '😀', 'a ', '\u200b'])
      for (const title of ['Title', piece.repeat(400)]) {
        const reasons = Array.from({ length: 40 }, (_, i) => ({ id: `${i}`, text: piece.repeat(300) }));
        const told = await notifier.send(channel(kind, change), alert({ title, summary: piece.repeat(3_000), reasons }));
        expect([piece, told.kind]).toEqual([piece, 'delivered']);
      }
  });

  it('pages once an incident: what opens, acknowledges and ends it acts on the same one, and a single alert’s finality pages nobody', async () => {
    receiver.answer(pagerduty);
    const page = channel('pagerduty', VENDORS[3]?.[2] ?? (() => ({})));
    const steps = [
      alert(),
      incident('open'),
      incident('acknowledged'),
      incident('resolved'),
      incident('withdrawn'),
      incident('false_positive'),
    ];
    for (const step of steps) await notifier.send(page, step);
    const silent = [await notifier.send(page, alert({}, 'alert.updated')), await notifier.send(page, alert({}, 'alert.withdrawn'))];
    expect(silent).toEqual([
      { kind: 'delivered', status: null, exchange: null },
      { kind: 'delivered', status: null, exchange: null },
    ]);
    const sent = receiver.received.map(({ body }) => JSON.parse(body));
    expect(sent.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger', 'acknowledge', 'resolve', 'resolve', 'resolve']);
    expect(new Set(sent.map(({ dedup_key }) => dedup_key))).toEqual(new Set(['incident-1']));
    receiver.forget();
    receiver.answer(opsgenie);
    for (const step of steps) await notifier.send(channel('opsgenie', VENDORS[4]?.[2] ?? (() => ({}))), step);
    expect(receiver.received.map(({ path }) => path)).toEqual([
      '/v2/alerts',
      '/v2/alerts',
      '/v2/alerts/incident-1/acknowledge?identifierType=alias',
      '/v2/alerts/incident-1/close?identifierType=alias',
      '/v2/alerts/incident-1/close?identifierType=alias',
      '/v2/alerts/incident-1/close?identifierType=alias',
    ]);
  });
});
