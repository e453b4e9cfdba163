import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../../../src/apps/api/start-api.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import type { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import { waitUntil } from '../../support/wait-until.js';
import { ADMIN_KEY, type Served, serve } from '../api/serve.js';
import { addressOf, alertStageOf, analysed, findingOf } from '../api/things.js';
import { type Heard, TestSocket } from './sockets.js';

let served: Served;
let stage: AlertStage;
let now = Date.now();
let block = 1_000;
const open: TestSocket[] = [];
const keys = new Map<string, string>();

beforeAll(async () => {
  served = await serve({ nowMs: () => now, lookEveryMs: 200 });
  stage = alertStageOf(served);
  for (const id of ['alpha', 'beta']) {
    await served.request('POST', '/v1/organisations', { body: { id, name: id } });
    keys.set(id, await keyOf(id));
  }
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});
afterAll(() => served.close());

async function keyOf(organisationId: string, more: object = {}): Promise<string> {
  const body = { name: `of ${organisationId}`, scopes: ['read', 'write', 'admin'], organisationId, ...more };
  const { json, status, text } = await served.request('POST', '/v1/keys', { body });
  if (status !== 201) throw new Error(text);
  return json.key;
}

async function connect(organisation: string, url = served.api.url): Promise<TestSocket> {
  const client = await TestSocket.connect(url, { auth: { apiKey: keys.get(organisation) ?? ADMIN_KEY } });
  open.push(client);
  return client;
}

/** A block with one finding; `of`: raised by that organisation's monitor. */
async function happen(of: string | null, changes: Partial<Finding> = {}): Promise<number> {
  block += 1;
  const monitor = of === null ? {} : { monitor: { organisationId: of, monitorId: 'm', version: 1, channels: ['secret-channel'] } };
  await stage.handle([analysed(block, [findingOf(block, { detectorId: `of-${of}-${block}`, ...monitor, ...changes })])]);
  return block;
}

const alertsOf = (client: TestSocket) => client.heard.filter(({ name }) => name === 'alert').map(({ data }) => data.blockNumber);
const pastBlock = (last: number) => (heard: readonly Heard[]) => heard.some(({ name, data }) => name === 'block' && data.number === last);

describe('sockets of two organisations', () => {
  it('hear what is for everybody, and of monitors what is their own, live and when they resume', async () => {
    const after = await served.control.alerts.latestCursor();
    const [alpha, beta] = [await connect('alpha'), await connect('beta')];
    await alpha.ask('subscribe', {});
    await beta.ask('subscribe', {});
    const [first, second, third] = [await happen('alpha'), await happen('beta'), await happen(null)];
    for (const client of [alpha, beta]) await client.until(pastBlock(third));
    expect(alertsOf(alpha)).toEqual([first, third]);
    expect(alertsOf(beta)).toEqual([second, third]);
    const [alphaAgain, betaAgain] = [await connect('alpha'), await connect('beta')];
    await alphaAgain.ask('subscribe', { after });
    await betaAgain.ask('subscribe', { after });
    for (const client of [alphaAgain, betaAgain]) await client.until(pastBlock(third));
    expect(alphaAgain.heard.map(({ cursor }) => cursor)).toEqual(alpha.heard.map(({ cursor }) => cursor));
    expect(betaAgain.heard.map(({ cursor }) => cursor)).toEqual(beta.heard.map(({ cursor }) => cursor));
    expect(JSON.stringify([alpha.heard, alphaAgain.heard])).not.toContain('secret-channel');
  });

  it('hear both the same from two instances, each in a group of its own', async () => {
    const other = await startApi({ ...served.parts, config: { ...served.parts.config, port: 0 } });
    try {
      const clients = [await connect('alpha'), await connect('alpha', other.url), await connect('beta', other.url)];
      for (const client of clients) await client.ask('subscribe', {});
      const numbers = [await happen('alpha'), await happen(null), await happen('alpha')];
      for (const client of clients) await client.until(pastBlock(numbers[2] ?? 0));
      expect(clients.map(alertsOf)).toEqual([numbers, numbers, [numbers[1]]]);
      await Promise.all(open.splice(0).map((client) => client.close()));
    } finally {
      await other.close();
    }
  });
});

describe('protocols', () => {
  const pool = addressOf('a pool');
  const vault = addressOf('a vault');

  it('are heard by name, on their chains, and follow a change while the socket is open', async () => {
    const key = keys.get('alpha') ?? '';
    await served.request('POST', '/v1/protocols', { key, body: { id: 'pools', title: 'Pools', chains: [1], addresses: [pool] } });
    const client = await connect('alpha');
    await client.ask('subscribe', { protocols: ['pools'], incidents: false });
    await happen(null, { subject: { address: vault, role: 'victim' } });
    const heard = await happen(null, { subject: { address: pool, role: 'victim' } });
    await client.until(pastBlock(heard));
    expect(alertsOf(client)).toEqual([heard]);
    await served.request('PATCH', '/v1/protocols/pools', { key, body: { addresses: [vault] } });
    await waitUntil('the change holds', async () => {
      await happen(null, { subject: { address: vault, role: 'victim' } });
      return alertsOf(client).length > 1;
    });
    const last = await happen(null, { subject: { address: pool, role: 'victim' } });
    await client.until(pastBlock(last));
    expect(alertsOf(client)).not.toContain(last);
    await served.request('DELETE', '/v1/protocols/pools', { key });
    await client.until((_, states) => states.some(({ type }) => type === 'protocol'));
    expect(client.states.at(-1)).toMatchObject({ name: 'health', data: { protocol: 'pools', state: 'removed' } });
  });

  it('of another organisation are as if they were not there', async () => {
    const key = keys.get('alpha') ?? '';
    await served.request('POST', '/v1/protocols', { key, body: { id: 'hidden', title: 'Hidden', addresses: [pool] } });
    const told = async (of: string, id: string) => (await connect(of)).ask('subscribe', { protocols: [id] });
    expect(await told('alpha', 'hidden')).toHaveProperty('subscriptionId');
    const refused = await told('beta', 'hidden');
    expect(refused).toEqual({ error: 'unknown-protocol', errors: [{ path: '/protocols', message: 'no such protocol: hidden' }] });
    expect(JSON.stringify(refused).replace('hidden', 'none')).toEqual(JSON.stringify(await told('beta', 'none')));
  });
});

describe('the sockets of a key', () => {
  async function cut(key: string, end: () => unknown): Promise<string> {
    keys.set('ending', key);
    const client = await connect('ending');
    const reason = new Promise<string>((resolve) => client.socket.on('closing', (told: { reason: string }) => resolve(told.reason)));
    const gone = new Promise((resolve) => client.socket.on('disconnect', resolve));
    await end();
    await gone;
    await expect(connect('ending')).rejects.toThrow('unauthorized');
    return reason;
  }

  it('end within seconds when it expires, and are told so', async () => {
    const key = await keyOf('alpha', { expiresAt: new Date(now + 60_000).toISOString() });
    expect(
      await cut(key, () => {
        now += 60_000;
      }),
    ).toContain('expired at');
  });

  it('end when its member may read no longer, or is no member any more', async () => {
    const made = await served.request('POST', '/v1/organisations/alpha/members', {
      body: { name: 'Eve', email: 'eve@example.com', role: 'viewer' },
    });
    const key = await keyOf('alpha', { memberId: made.json.id, scopes: ['read'] });
    expect(await cut(key, () => served.request('DELETE', `/v1/organisations/alpha/members/${made.json.id}`))).toContain('was revoked at');
  });

  it('end when a scope that sockets need is taken from it', async () => {
    const key = await keyOf('alpha', { name: 'losing', scopes: ['read', 'write'] });
    const held = (await served.control.keys.list('alpha')).find(({ name }) => name === 'losing');
    if (held === undefined) throw new Error('no key');
    const takeAway = async () => {
      await served.control.keys.put({ ...held, scopes: ['write'] }); // As another process would.
      now += 6_000;
    };
    expect(await cut(key, takeAway)).toContain('may read no longer');
  });
});
