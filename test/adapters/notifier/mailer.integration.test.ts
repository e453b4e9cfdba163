import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import { createMailer } from '../../../src/adapters/notifier/mailer.js';
import type { Notifier } from '../../../src/ports/notifier.js';
import { channelOf } from '../../support/build-channel.js';
import { type MailServer, startMailServer } from '../../support/mail-server.js';

const LOGIN = { user: 'tocsin', password: 'p@ss-of-a-test' };
const FROM = 'Tocsin <tocsin@example.com>';

const message = (id: string, change: Readonly<Record<string, unknown>> = {}, type = 'alert.created') => ({
  id,
  body: JSON.stringify({
    type,
    timestamp: '2026-01-01T00:00:00.000Z',
    times: { block: '2026-01-01T00:00:00.000Z', queued: '2026-01-01T00:00:01.300Z' },
    data: { id: '0xa1', incidentId: 'incident-1', severity: 'high', title: 'Drained', summary: 'All of it.', status: 'open', ...change },
  }),
});

describe('mail', () => {
  let server: MailServer;
  const notifiers: Notifier[] = [];
  const channel = channelOf({ kind: 'email', target: 'a@example.com,b@example.com', secrets: [] });

  const notifierFor = (url: string, allowPrivateTargets = true): Notifier => {
    const notifier = createNotifier({
      allowPrivateTargets,
      secrets: { value: async () => null },
      smtp: { url, from: FROM },
      publicUrl: 'https://tocsin.example.com',
    });
    notifiers.push(notifier);
    return notifier;
  };
  const withLogin = (password = LOGIN.password, host = '127.0.0.1') =>
    `smtp://${LOGIN.user}:${encodeURIComponent(password)}@${host}:${server.port}`;

  beforeAll(async () => {
    server = await startMailServer(LOGIN);
  });
  afterEach(() => {
    server.refuse(null);
    server.refuseSender(null);
    server.think(0);
  });
  afterAll(async () => {
    await Promise.all(notifiers.map((notifier) => notifier.close()));
    await server?.stop();
  });
  const last = () => {
    const mail = server.received.at(-1);
    if (mail === undefined) throw new Error('no mail came');
    return mail;
  };

  it('reaches everybody in text and HTML, named by the delivery, in one thread an incident', async () => {
    const notifier = notifierFor(withLogin());
    expect(await notifier.send(channel, message('msg_1'))).toMatchObject({ kind: 'delivered', status: 250 });
    const first = last();
    expect(first.to).toEqual(['a@example.com', 'b@example.com']);
    expect(first.raw).toContain('text/plain');
    expect(first.raw).toContain('text/html');
    expect(first.raw.replace(/=\r\n/g, '')).toContain('https://tocsin.example.com/incidents/incident-1');
    await notifier.send(channel, message('msg_2', { status: 'withdrawn' }, 'alert.withdrawn'));
    const second = last();
    expect([first, second].map(({ headers }) => headers.get('message-id'))).toEqual(['<msg_1@example.com>', '<msg_2@example.com>']);
    for (const name of ['references', 'in-reply-to', 'subject']) expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect(first.headers.get('references')).toBe('<incident.incident-1@example.com>');
  });

  it('lets no name on a chain write headers or markup', async () => {
    const title = 'x\r\nBcc: evil@example.com\r\n\r\n<img src=x onerror=alert(1)>';
    await notifierFor(withLogin()).send(channel, message('msg_3', { title, summary: title }));
    const mail = last();
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.to).toEqual(['a@example.com', 'b@example.com']);
    expect(mail.headers.get('subject')).toContain('Bcc: evil@example.com');
    const html = mail.raw.replace(/=\r\n/g, '').split('text/html')[1] ?? '';
    expect(html).toContain('&lt;img');
    expect(html).not.toContain('<img');
  });

  it('ends where the mailbox is refused for good, waits where it is not, and says who was left out', async () => {
    const notifier = notifierFor(withLogin());
    server.refuse(550);
    expect(await notifier.send(channel, message('msg_4'))).toMatchObject({ kind: 'dead', reason: expect.stringContaining('550') });
    server.refuse(451);
    expect(await notifier.send(channel, message('msg_5'))).toMatchObject({ kind: 'retry', exchange: { response: { status: 451 } } });
    server.refuse(550, (address) => address === 'b@example.com');
    expect(await notifier.send(channel, message('msg_6'))).toMatchObject({
      kind: 'delivered',
      exchange: { error: 'the server refused b@example.com' },
    });
  });

  it('waits where the server does not let it in, or is not there, and tells no password', async () => {
    const wrong = await notifierFor(withLogin('another-password')).send(channel, message('msg_7'));
    expect(wrong).toMatchObject({ kind: 'retry', reason: expect.stringContaining('535') });
    expect(JSON.stringify(wrong)).not.toContain('another-password');
    const gone = await startMailServer(LOGIN);
    await gone.stop();
    expect(await notifierFor(`smtp://127.0.0.1:${gone.port}`).send(channel, message('msg_8'))).toMatchObject({ kind: 'retry' });
  });

  it.each(['127.0.0.1', 'localhost', '[::1]'])('never reaches a private server at %s', async (host) => {
    const before = server.received.length;
    expect(await notifierFor(withLogin(LOGIN.password, host), false).send(channel, message('msg_9'))).toMatchObject({ kind: 'dead' });
    expect(server.received).toHaveLength(before);
  });

  it('waits where the server refuses the sender, which is the operator’s to mend', async () => {
    server.refuseSender(553);
    expect(await notifierFor(withLogin()).send(channel, message('msg_s'))).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('not owned by you'),
    });
  });

  it('is cut off where the server takes too long for one as a whole, however fast each of its answers is', async () => {
    const before = server.received.length;
    server.think(400);
    const mailer = createMailer({ url: withLogin(), from: FROM }, { allowPrivateTargets: true, wholeMs: 600 });
    const mail = { subject: 'Slow', text: 'Slow', html: '<p>Slow</p>', messageId: '<slow@example.com>', references: null };
    const result = await mailer.send(['a@example.com', 'b@example.com', 'c@example.com'], mail);
    expect(result).toMatchObject({ kind: 'retry', reason: expect.stringContaining('more than 0.6 seconds') });
    server.think(0);
    expect(await mailer.send(['a@example.com'], mail)).toMatchObject({ kind: 'delivered' });
    expect(server.received.length).toBe(before + 1);
  });

  it('is not sent where no server is configured, and says what to set', async () => {
    const notifier = createNotifier({ allowPrivateTargets: true, secrets: { value: async () => null } });
    notifiers.push(notifier);
    expect(await notifier.send(channel, message('msg_10'))).toMatchObject({
      kind: 'retry',
      reason: expect.stringContaining('TOCSIN_SMTP_URL'),
    });
  });
});
