import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestControlStore } from '../../support/control-store.js';
import type { RequestOptions } from './serve.js';
import { ADMIN_KEY, type Served, serve } from './serve.js';

let served: Served;
let now = Date.now();
let count = 0;

beforeAll(async () => {
  served = await serve({ nowMs: () => now });
});
afterAll(() => served.close());

const ask = (method: string, path: string, key: string, body?: unknown) =>
  served.request(method, path, { key, ...(body === undefined ? {} : { body }) } satisfies RequestOptions);

interface Person {
  readonly id: string;
  readonly key: string;
  readonly keyId: string;
}

/** An organisation of its own, with its first owner. */
async function organisation() {
  count += 1;
  const id = `org-${count}`;
  const owner = { name: 'Ada', email: `ada@${id}.example` };
  expect((await ask('POST', '/v1/organisations', ADMIN_KEY, { id, name: `Organisation ${count}`, owner })).status).toBe(201);
  const members = (await ask('GET', `/v1/organisations/${id}/members`, ADMIN_KEY)).json.items;
  const path = `/v1/organisations/${id}/members`;
  const giveKey = async (memberId: string, scopes: readonly string[], by = ADMIN_KEY): Promise<Person> => {
    const { json, status, text } = await ask('POST', '/v1/keys', by, { name: `key of ${memberId}`, scopes, memberId, organisationId: id });
    if (status !== 201) throw new Error(text);
    return { id: memberId, key: json.key, keyId: json.id };
  };
  const add = async (name: string, role: string, scopes: readonly string[]): Promise<Person> => {
    const made = await ask('POST', path, ADMIN_KEY, { name, email: `${name}@${id}.example`, role });
    return giveKey(made.json.id, scopes);
  };
  return { id, path, add, giveKey, owner: await giveKey(members[0].id, ['read', 'write', 'check', 'admin']) };
}

describe('an organisation', () => {
  it('is made by an operator alone, once, and is seen by its own people and by operators', async () => {
    const { id, owner } = await organisation();
    const again = await ask('POST', '/v1/organisations', ADMIN_KEY, { id, name: 'Another' });
    expect([again.status, again.json.errors]).toEqual([409, [{ path: '/id', message: 'is taken' }]]);
    expect((await ask('POST', '/v1/organisations', owner.key, { id: 'mine', name: 'Mine' })).status).toBe(403);
    expect((await ask('GET', '/v1/organisations', owner.key)).json.items).toEqual([expect.objectContaining({ id })]);
    const all = (await ask('GET', '/v1/organisations', ADMIN_KEY)).json.items.map((each: { id: string }) => each.id);
    expect(all).toEqual(expect.arrayContaining(['default', id]));
    expect((await ask('POST', '/v1/organisations', ADMIN_KEY, { id: 'Not A Slug', name: 'x' })).json.errors[0].path).toBe('/id');
  });
});

describe('members', () => {
  it('are added with an e-mail address that nobody else there has, however it is spelled', async () => {
    const { path, owner } = await organisation();
    const eve = { name: 'Eve', email: 'eve@example.com', role: 'viewer' };
    expect((await ask('POST', path, owner.key, eve)).json).toMatchObject({ name: 'Eve', role: 'viewer' });
    const twice = await ask('POST', path, owner.key, { ...eve, email: 'EVE@example.com' });
    expect([twice.status, twice.json.errors]).toEqual([409, [{ path: '/email', message: 'is taken' }]]);
    expect((await ask('POST', path, owner.key, { ...eve, email: 'nowhere' })).json.errors[0].path).toBe('/email');
  });

  it('are made owners by owners alone, and the last owner stays', async () => {
    const { path, owner, add } = await organisation();
    const admin = await add('admin', 'admin', ['read', 'admin']);
    const refused = await ask('POST', path, admin.key, { name: 'O', email: 'o@example.com', role: 'owner' });
    expect([refused.status, refused.json.errors]).toEqual([403, [{ path: '/role', message: 'exceeds your own' }]]);
    expect((await ask('PATCH', `${path}/${admin.id}`, admin.key, { role: 'owner' })).status).toBe(403);
    expect((await ask('DELETE', `${path}/${owner.id}`, admin.key)).status).toBe(403);
    for (const attempt of [
      await ask('DELETE', `${path}/${owner.id}`, owner.key),
      await ask('PATCH', `${path}/${owner.id}`, owner.key, { role: 'admin' }),
      await ask('DELETE', `${path}/${owner.id}`, ADMIN_KEY),
    ])
      expect([attempt.status, attempt.json.detail]).toEqual([409, 'This is the last owner: make another one first.']);
    expect((await ask('PATCH', `${path}/${admin.id}`, owner.key, { role: 'owner' })).json.role).toBe('owner');
    // Two owners that go at the same time do not leave the organisation without one.
    const gone = await Promise.all([owner, admin].map(({ id }) => ask('DELETE', `${path}/${id}`, ADMIN_KEY)));
    expect(gone.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('that are removed open nothing any more: neither key nor session', async () => {
    const { path, owner, add } = await organisation();
    const analyst = await add('analyst', 'analyst', ['read', 'write']);
    const opened = await served.request('POST', '/v1/session', { key: null, body: { key: analyst.key } });
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect(opened.json).toMatchObject({ role: 'analyst', memberId: analyst.id, scopes: ['read', 'write'] });
    expect((await served.request('GET', '/v1/alerts', { key: null, headers: { cookie } })).status).toBe(200);
    expect((await ask('DELETE', `${path}/${analyst.id}`, owner.key)).status).toBe(204);
    const after = await ask('GET', '/v1/alerts', analyst.key);
    expect([after.status, after.json.detail]).toEqual([401, expect.stringContaining('was revoked at')]);
    expect((await served.request('GET', '/v1/alerts', { key: null, headers: { cookie } })).status).toBe(401);
    expect((await ask('DELETE', `${path}/${analyst.id}`, owner.key)).status).toBe(404);
  });

  it('whose role is lowered may at once do less, with the keys that they have', async () => {
    const { path, owner, add, giveKey } = await organisation();
    const analyst = await add('analyst', 'analyst', ['read', 'write']);
    const label = { address: `0x${'1'.repeat(40)}`, category: 'mixer', source: 'me', confidence: 1 };
    expect((await ask('POST', '/v1/labels', analyst.key, label)).status).toBe(201);
    await ask('PATCH', `${path}/${analyst.id}`, owner.key, { role: 'viewer' });
    expect((await ask('POST', '/v1/labels', analyst.key, label)).status).toBe(403);
    expect((await ask('GET', '/v1/labels', analyst.key)).status).toBe(200);
    const listed = (await ask('GET', '/v1/keys', owner.key)).json.items.find(({ id }: { id: string }) => id === analyst.keyId);
    expect(listed).toMatchObject({ scopes: ['read', 'write'], allowedScopes: ['read'] });
    await expect(giveKey(analyst.id, ['read', 'write'])).rejects.toThrow('exceed the role viewer');
    // Nobody has what no role brings.
    await expect(giveKey(owner.id, ['operator'])).rejects.toThrow('exceed the role owner');
  });
});

describe('a key', () => {
  it('opens until it expires, and then says so, to sessions as well', async () => {
    const { owner } = await organisation();
    const expiresAt = new Date(now + 3_600_000).toISOString();
    const made = await ask('POST', '/v1/keys', owner.key, { name: 'short', scopes: ['read', 'admin'], expiresAt });
    expect(made.json).toMatchObject({ expiresAt, revokedAt: null });
    const opened = await served.request('POST', '/v1/session', { key: null, body: { key: made.json.key } });
    expect(opened.json.expiresAt).toBe(expiresAt);
    const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    expect((await ask('GET', '/v1/alerts', made.json.key)).status).toBe(200);
    const child = await ask('POST', '/v1/keys', made.json.key, { name: 'child', scopes: ['read'] });
    expect(child.json.expiresAt).toBe(expiresAt);
    const longer = await ask('POST', '/v1/keys', made.json.key, {
      name: 'longer',
      scopes: ['read'],
      expiresAt: new Date(now + 7_200_000).toISOString(),
    });
    expect([longer.status, longer.json.errors]).toEqual([403, [{ path: '/expiresAt', message: 'exceeds your own' }]]);
    now += 3_600_000;
    const over = await ask('GET', '/v1/alerts', made.json.key);
    expect([over.status, over.json.detail]).toEqual([401, expect.stringContaining(`"short" expired at ${expiresAt}`)]);
    expect((await served.request('GET', '/v1/alerts', { key: null, headers: { cookie } })).status).toBe(401);
    expect((await served.request('POST', '/v1/session', { key: null, body: { key: made.json.key } })).json.detail).toContain('expired at');
    const past = await ask('POST', '/v1/keys', owner.key, { name: 'past', scopes: ['read'], expiresAt });
    expect([past.status, past.json.errors]).toEqual([400, [{ path: '/expiresAt', message: 'is over' }]]);
  });

  it('tells when it was last used, without a write for each request', async () => {
    const { owner } = await organisation();
    const lastUsed = async () =>
      (await ask('GET', '/v1/keys', owner.key)).json.items.find(({ id }: { id: string }) => id === owner.keyId).lastUsedAt;
    const first = await lastUsed();
    expect(first).toBe(new Date(now).toISOString());
    now += 60_000;
    expect(await lastUsed()).toBe(first);
    now += 300_000;
    await lastUsed();
    expect(await lastUsed()).toBe(new Date(now).toISOString());
  });

  it('of an operator is revoked by an operator alone', async () => {
    const admin = await ask('POST', '/v1/keys', ADMIN_KEY, { name: 'admin', scopes: ['read', 'admin'] });
    const operator = await ask('POST', '/v1/keys', ADMIN_KEY, { name: 'operator', scopes: ['operator'] });
    expect((await ask('DELETE', `/v1/keys/${operator.json.id}`, admin.json.key)).status).toBe(403);
    expect((await ask('DELETE', `/v1/keys/${operator.json.id}`, ADMIN_KEY)).status).toBe(204);
  });
});

describe('an owner’s keys', () => {
  it('are made and revoked by owners and operators only: with one of them, an administrator would be an owner', async () => {
    const { path, owner, add } = await organisation();
    const admin = await add('admin', 'admin', ['read', 'write', 'admin']);
    const make = (by: string, memberId: string) => ask('POST', '/v1/keys', by, { name: 'another', scopes: ['read', 'admin'], memberId });
    const refused = await make(admin.key, owner.id);
    expect([refused.status, refused.json.errors[0].path]).toEqual([403, '/memberId']);
    expect((await ask('DELETE', `/v1/keys/${owner.keyId}`, admin.key)).status).toBe(403);
    expect((await ask('DELETE', `${path}/${owner.id}`, admin.key)).status).toBe(403);
    expect((await ask('GET', '/v1/session', owner.key)).status).toBe(200);
    expect((await make(admin.key, admin.id)).status).toBe(201);
    const own = await make(owner.key, owner.id);
    expect(own.status).toBe(201);
    expect((await ask('DELETE', `/v1/keys/${own.json.id}`, owner.key)).status).toBe(204);
    expect((await ask('DELETE', `/v1/keys/${admin.keyId}`, owner.key)).status).toBe(204);
  });
});

describe('the audit log', () => {
  it('has what an operator did to an organisation in the log of that organisation, and names the key', async () => {
    const { id, path, owner } = await organisation();
    await ask('POST', path, ADMIN_KEY, { name: 'Eve', email: 'eve@example.com', role: 'viewer' });
    const { items } = (await ask('GET', '/v1/audit?limit=1', owner.key)).json;
    expect(items).toEqual([expect.objectContaining({ action: 'member.add', outcome: 'done', keyName: 'TOCSIN_API_KEY' })]);
    expect(items[0].detail).toEqual({ name: 'Eve', email: 'eve@example.com', role: 'viewer' });
    expect((await ask('GET', `/v1/audit?organisation=${id}&limit=1`, ADMIN_KEY)).json.items).toEqual(items);
    expect((await ask('GET', '/v1/audit?organisation=default', owner.key)).status).toBe(404);
  });

  it('has attempts that were refused, by the scope or by the call itself', async () => {
    const { path, owner, add } = await organisation();
    const viewer = await add('viewer', 'viewer', ['read']);
    const admin = await add('admin', 'admin', ['read', 'admin']);
    await ask('POST', path, viewer.key, { name: 'Mallory', email: 'm@example.com', role: 'owner' });
    await ask('POST', path, admin.key, { name: 'Mallory', email: 'm@example.com', role: 'owner' });
    const { items } = (await ask('GET', '/v1/audit?limit=2', owner.key)).json;
    expect(items).toEqual([
      expect.objectContaining({ action: 'member.add', outcome: 'refused', keyId: admin.keyId, memberId: admin.id }),
      expect.objectContaining({ action: 'member.add', outcome: 'refused', keyId: viewer.keyId, memberId: viewer.id }),
    ]);
    expect(items[1].detail).toMatchObject({ status: 403, reason: expect.stringContaining('needs the scope admin') });
  });

  it('is filtered by what was done, by whom and how it ended, and says from where', async () => {
    const { path, owner, add } = await organisation();
    const viewer = await add('viewer', 'viewer', ['read']);
    await ask('POST', path, viewer.key, { name: 'Mallory', email: 'm@example.com', role: 'viewer' });
    await ask('POST', '/v1/protocols', owner.key, protocolOf('filtered'));
    const read = async (query: string) => (await ask('GET', `/v1/audit?${query}`, owner.key)).json.items;
    expect(await read('action=protocol.')).toEqual([
      expect.objectContaining({ action: 'protocol.create', target: 'filtered', origin: '127.0.0.1' }),
    ]);
    expect(await read(`key=${viewer.keyId}`)).toEqual([
      expect.objectContaining({ action: 'member.add', outcome: 'refused', origin: '127.0.0.1' }),
    ]);
    expect((await read('outcome=refused')).map(({ keyId }: { keyId: string }) => keyId)).toEqual([viewer.keyId]);
    expect((await ask('GET', '/v1/audit?outcome=perhaps', owner.key)).status).toBe(400);
  });

  it('has what was begun before it is done, keeps it where nothing tells whether it was, and drops it where it was not', async () => {
    const store = await openTestControlStore();
    const rows = async () =>
      (await store.audit.list('default', 9, null, { action: 'protocol.' })).map(({ action, target, outcome }) => [action, target, outcome]);
    let seen: unknown;
    const other = await serve({
      control: {
        ...store,
        protocols: {
          ...store.protocols,
          async add(protocol) {
            seen = await rows();
            const isAdded = await store.protocols.add(protocol);
            if (protocol.id === 'cut-off') throw new Error('the connection was lost after it was committed');
            return isAdded;
          },
        },
      },
    });
    const post = async (body: unknown) => (await other.request('POST', '/v1/protocols', { body })).status;
    expect(await post(protocolOf('kept'))).toBe(201);
    expect(seen).toEqual([['protocol.create', 'kept', 'unknown']]);
    expect(await post(protocolOf('kept'))).toBe(409);
    expect(await post({ ...protocolOf('kept'), addresses: 'none' })).toBe(400);
    expect(await post(protocolOf('cut-off'))).toBe(500);
    expect(await rows()).toEqual([
      ['protocol.create', 'cut-off', 'unknown'],
      ['protocol.create', 'kept', 'done'],
    ]);
    expect((await other.request('GET', '/v1/audit?outcome=unknown')).json.items).toHaveLength(1);
    await other.close();
  });

  it('goes on page by page, each row once', async () => {
    const { owner } = await organisation();
    for (let i = 0; i < 5; i += 1) await ask('POST', '/v1/protocols', owner.key, protocolOf(`p-${i}`));
    const targets: string[] = [];
    let cursor = '';
    do {
      const page = (await ask('GET', `/v1/audit?limit=2${cursor}`, owner.key)).json;
      targets.push(...page.items.map(({ target }: { target: string }) => target));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(targets.slice(0, 5)).toEqual(['p-4', 'p-3', 'p-2', 'p-1', 'p-0']);
    expect(new Set(targets).size).toBe(targets.length);
  });
});

function protocolOf(id: string) {
  return { id, title: `Protocol ${id}`, addresses: [`0x${'Ab'.repeat(20)}`, `0x${'ab'.repeat(20)}`] };
}

describe('protocols', () => {
  it('are made, changed and removed by name', async () => {
    const { owner } = await organisation();
    const made = await ask('POST', '/v1/protocols', owner.key, protocolOf('pool'));
    expect([made.status, made.json.chains, made.json.addresses.length]).toEqual([201, [], 1]);
    expect((await ask('POST', '/v1/protocols', owner.key, protocolOf('pool'))).status).toBe(409);
    expect((await ask('PATCH', '/v1/protocols/pool', owner.key, {})).status).toBe(400);
    expect((await ask('PATCH', '/v1/protocols/pool', owner.key, { chains: [10] })).json).toMatchObject({
      chains: [10],
      addresses: made.json.addresses,
    });
    expect((await ask('GET', '/v1/protocols', owner.key)).json.items).toHaveLength(1);
    expect((await ask('DELETE', '/v1/protocols/pool', owner.key)).status).toBe(204);
    expect((await ask('GET', '/v1/protocols/pool', owner.key)).status).toBe(404);
  });
});
