import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBootstrapKey } from '../../../src/apps/api/session/bootstrap-key.js';
import { openTestControlStore } from '../../support/control-store.js';
import { ADMIN_KEY, type Served, serve } from './serve.js';

let served: Served;
let now = Date.now();
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-dashboard-'));

beforeAll(async () => {
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>dashboard</title>');
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'assets/main-1a2b.js'), 'console.log(1)');
  served = await serve({ dashboardDir: folder, nowMs: () => now });
});
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true });
});

const cookieOf = (answer: { headers: Headers }) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
const withCookie = (cookie: string, headers: Record<string, string> = {}) => ({ key: null, headers: { cookie, ...headers } });
const ownOrigin = () => ({ origin: served.api.url });

async function signedIn(): Promise<string> {
  return cookieOf(await served.request('POST', '/v1/session', { key: null, body: { key: ADMIN_KEY } }));
}

describe('a session', () => {
  it('is opened by a key, in a cookie that scripts cannot read and other sites cannot use', async () => {
    const answer = await served.request('POST', '/v1/session', { key: null, body: { key: ADMIN_KEY } });
    expect(answer.json).toMatchObject({ name: 'TOCSIN_API_KEY', scopes: ['read', 'write', 'check', 'admin', 'operator'] });
    expect(answer.headers.get('set-cookie')).toMatch(/^tocsin_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect((await served.request('GET', '/v1/alerts', withCookie(cookieOf(answer)))).status).toBe(200);
    expect((await served.request('GET', '/v1/session', withCookie(cookieOf(answer)))).json.expiresAt).toBe(answer.json.expiresAt);
  });

  it('goes over TLS alone where the browser came over TLS, also to a proxy before us', async () => {
    const host = new URL(served.api.url).host;
    for (const headers of [{ origin: `https://${host}` }, { 'x-forwarded-proto': 'https' }] as Record<string, string>[]) {
      const answer = await served.request('POST', '/v1/session', { key: null, body: { key: ADMIN_KEY }, headers });
      expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/);
    }
  });

  it('is refused for a wrong key, and by a made-up cookie', async () => {
    expect((await served.request('POST', '/v1/session', { key: null, body: { key: 'toc_guess' } })).status).toBe(401);
    expect((await served.request('GET', '/v1/alerts', withCookie('tocsin_session=guess'))).status).toBe(401);
  });

  it('is opened from our own pages, or by what is no browser: another site signs nobody in to an organisation of its own', async () => {
    const form = `key=${encodeURIComponent(ADMIN_KEY)}`;
    for (const origin of ['https://evil.example', 'null'])
      for (const [type, body] of [
        ['application/x-www-form-urlencoded', form],
        ['text/plain', JSON.stringify({ key: ADMIN_KEY })],
        ['application/json', JSON.stringify({ key: ADMIN_KEY })],
      ]) {
        const answer = await fetch(`${served.api.url}/v1/session`, {
          method: 'POST',
          headers: { origin, 'content-type': type ?? '' },
          body: body ?? '',
        });
        expect(answer.headers.get('set-cookie')).toBeNull();
        expect([403, 415]).toContain(answer.status);
      }
    expect((await served.request('POST', '/v1/session', { key: null, body: { key: ADMIN_KEY }, headers: ownOrigin() })).status).toBe(200);
  });

  it('changes things from our own pages only', async () => {
    const cookie = await signedIn();
    const act = (headers: Record<string, string>) =>
      served.request('POST', '/v1/incidents/inc_none/acknowledge', { ...withCookie(cookie, headers) });
    expect((await act({})).status).toBe(403);
    expect((await act({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await act({ origin: 'null' })).status).toBe(403);
    expect((await act(ownOrigin())).status).toBe(404);
  });

  it('is not what counts where a key is given too: a wrong key is wrong', async () => {
    const cookie = await signedIn();
    expect((await served.request('GET', '/v1/alerts', { key: 'toc_wrong', headers: { cookie } })).status).toBe(401);
  });

  it('ends with signing out', async () => {
    const cookie = await signedIn();
    const out = await served.request('DELETE', '/v1/session', withCookie(cookie, ownOrigin()));
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, 'tocsin_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0']);
    expect((await served.request('GET', '/v1/alerts', withCookie(cookie))).status).toBe(401);
  });

  it('ends with its time', async () => {
    const cookie = await signedIn();
    now += 31 * 86_400_000;
    expect((await served.request('GET', '/v1/alerts', withCookie(cookie))).status).toBe(401);
  });

  it('ends at once with its key', async () => {
    const made = await served.request('POST', '/v1/keys', { body: { name: 'short-lived', scopes: ['read'] } });
    const opened = await served.request('POST', '/v1/session', { key: null, body: { key: made.json.key } });
    const cookie = cookieOf(opened);
    expect((await served.request('GET', '/v1/alerts', withCookie(cookie))).status).toBe(200);
    expect((await served.request('GET', '/v1/alerts', { key: made.json.key })).status).toBe(200);
    expect((await served.request('DELETE', `/v1/keys/${made.json.id}`)).status).toBe(204);
    expect((await served.request('GET', '/v1/alerts', withCookie(cookie))).status).toBe(401);
    expect((await served.request('GET', '/v1/alerts', { key: made.json.key })).status).toBe(401);
  });
});

describe('a sign-in link', () => {
  const follow = (url: string) => served.request('GET', url.slice(served.api.url.length), { key: null });

  it('signs one browser in, once', async () => {
    const url = served.api.signInUrl();
    const first = await follow(url);
    expect([first.status, first.headers.get('location'), first.headers.get('cache-control')]).toEqual([303, '/', 'no-store']);
    expect((await served.request('GET', '/v1/session', withCookie(cookieOf(first)))).json.scopes).toContain('admin');
    const second = await follow(url);
    expect([second.status, second.headers.get('set-cookie')]).toEqual([303, null]);
  });

  it('is another one each time, and runs out after ten minutes', async () => {
    const url = served.api.signInUrl();
    expect(served.api.signInUrl()).not.toBe(url);
    now += 11 * 60_000;
    expect((await follow(url)).headers.get('set-cookie')).toBeNull();
    expect((await follow(`${served.api.url}/signin?code=guess`)).headers.get('set-cookie')).toBeNull();
    expect((await follow(`${served.api.url}/signin`)).headers.get('set-cookie')).toBeNull();
  });
});

describe('the first key', () => {
  it('is made once, and only its hash is kept', async () => {
    const { keys, close } = await openTestControlStore();
    const first = await ensureBootstrapKey(keys, null, 1);
    expect(first.made).toMatch(/^toc_[\w-]{43}$/);
    expect(JSON.stringify(await keys.list())).not.toContain(first.made);
    expect(await ensureBootstrapKey(keys, null, 2)).toEqual({ keyId: first.keyId, made: null });
    await close();
  });

  it('is the configured one while it is configured, and the one before is not valid any more', async () => {
    const { keys, close } = await openTestControlStore();
    const one = await ensureBootstrapKey(keys, 'configured-one', 1);
    const two = await ensureBootstrapKey(keys, 'configured-two', 2);
    expect(await ensureBootstrapKey(keys, 'configured-two', 3)).toEqual(two);
    const valid = (await keys.list()).filter(({ revokedAtMs }) => revokedAtMs === null).map(({ id }) => id);
    expect(valid).toEqual([two.keyId]);
    expect((await ensureBootstrapKey(keys, 'configured-one', 4)).keyId).toBe(one.keyId);
    await close();
  });
});

describe('keys', () => {
  it('give no more than the key that makes them has', async () => {
    const limited = await served.request('POST', '/v1/keys', { body: { name: 'limited', scopes: ['read', 'admin'] } });
    const refused = await served.request('POST', '/v1/keys', { key: limited.json.key, body: { name: 'more', scopes: ['read', 'write'] } });
    expect([refused.status, refused.json.errors]).toEqual([403, [{ path: '/scopes', message: 'exceed your own' }]]);
    expect((await served.request('POST', '/v1/keys', { key: limited.json.key, body: { name: 'less', scopes: ['read'] } })).status).toBe(
      201,
    );
  });

  it('are listed without what opens', async () => {
    const made = await served.request('POST', '/v1/keys', { body: { name: 'listed', scopes: ['read'] } });
    const list = await served.request('GET', '/v1/keys');
    expect(list.json.items).toContainEqual({
      id: made.json.id,
      name: 'listed',
      organisationId: 'default',
      memberId: null,
      scopes: ['read'],
      allowedScopes: ['read'],
      createdAt: made.json.createdAt,
      expiresAt: null,
      revokedAt: null,
      lastUsedAt: null,
    });
    expect(list.text).not.toContain(made.json.key);
    expect((await served.request('DELETE', '/v1/keys/none')).status).toBe(404);
  });
});

describe('the dashboard', () => {
  it('is every page that is no file, and no page of the API', async () => {
    for (const page of ['/', '/incidents/inc_1', '/transactions/0xabc']) {
      const answer = await served.request('GET', page, { key: null });
      expect([page, answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
        page,
        200,
        'text/html; charset=utf-8',
        'no-cache',
      ]);
      expect(answer.text).toContain('<title>dashboard</title>');
    }
    expect((await served.request('GET', '/v1/unknown', { key: null })).status).toBe(401);
    expect((await served.request('GET', '/health/unknown', { key: null })).status).toBe(404);
  });

  it('keeps hashed files for ever and asks again for others', async () => {
    const script = await served.request('GET', '/assets/main-1a2b.js', { key: null });
    expect([script.status, script.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const etag = (await served.request('GET', '/', { key: null })).headers.get('etag') ?? '';
    expect((await served.request('GET', '/', { key: null, headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('gives no file beside its own', async () => {
    writeFileSync(path.join(folder, '..', 'tocsin-secret.txt'), 'secret');
    for (const target of ['/../tocsin-secret.txt', '/%2e%2e/tocsin-secret.txt', '/assets/..%2f..%2ftocsin-secret.txt', '/missing.js'])
      expect((await served.request('GET', target, { key: null })).status).toBe(404);
    rmSync(path.join(folder, '..', 'tocsin-secret.txt'));
  });

  it('runs nothing that is not its own, and is shown in no other page', async () => {
    const policy = (await served.request('GET', '/', { key: null })).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src|unsafe-eval|https?:/);
  });

  it('has a page of the API for people', async () => {
    expect((await served.request('GET', '/docs', { key: null })).text).toContain('/docs/swagger-ui-bundle.js');
    for (const file of ['swagger-ui-bundle.js', 'swagger-ui.css', 'start.js'])
      expect([file, (await served.request('GET', `/docs/${file}`, { key: null })).status]).toEqual([file, 200]);
    expect((await served.request('GET', '/docs/none.js', { key: null })).status).toBe(404);
  });
});
