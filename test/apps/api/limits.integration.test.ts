import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi } from '../../../src/apps/api/start-api.js';
import { isFatal, RetryableError } from '../../../src/core/errors.js';
import type { LogFields } from '../../../src/ports/logger.js';
import { channelOf } from '../../support/build-channel.js';
import { ADMIN_KEY, type Served, SILENT, serve } from './serve.js';

const LIMIT = 10;
const logged: LogFields[] = [];
let served: Served;
let now = Date.now();
let failure: Error = new Error('the secret is whsec_abc');

beforeAll(async () => {
  served = await serve({
    requestsPerMinute: LIMIT,
    nowMs: () => now,
    logger: { ...SILENT, error: (fields) => void logged.push(fields) },
    chains: () => Promise.reject(failure),
  });
});
afterAll(() => served.close());

describe('limits', () => {
  it('hold for a key over all routes, say when to come back, and leave probes alone', async () => {
    const other = (await served.request('POST', '/v1/keys', { body: { name: 'other', scopes: ['read'] } })).json.key;
    now += 60_001;
    for (let i = 0; i < LIMIT; i += 1) expect((await served.request('GET', i % 2 === 0 ? '/v1/alerts' : '/v1/incidents')).status).toBe(200);
    const refused = await served.request('GET', '/v1/alerts');
    expect([refused.status, refused.json.title, refused.headers.get('retry-after')]).toEqual([429, 'Too many requests', '60']);
    expect((await served.request('GET', '/v1/alerts', { key: other })).status).toBe(200);
    for (let i = 0; i < LIMIT * 2; i += 1) expect((await served.request('GET', '/health/live', { key: null })).status).toBe(200);
    now += 60_001;
    expect((await served.request('GET', '/v1/alerts')).status).toBe(200);
  });

  it('hold for guesses at keys, however the address is spelled', async () => {
    now += 60_001;
    const guess = (path: string) => served.request('POST', path, { key: null, body: { key: 'toc_guess' } });
    const answers: number[] = [];
    for (let i = 0; i <= LIMIT; i += 1) answers.push((await guess(i % 2 === 0 ? '/v1/session' : '/%761/session')).status);
    expect(answers.slice(0, LIMIT)).toEqual(Array.from({ length: LIMIT }, () => 401));
    expect(answers.at(-1)).toBe(429);
  });
});

describe('callers behind a proxy', () => {
  const forwarded = (of: Served, by: string) =>
    of.request('POST', '/v1/session', { key: null, body: { key: 'toc_guess' }, headers: { 'x-forwarded-for': by } });

  it('are known apart, in limits and in the audit log, where the proxy is trusted', async () => {
    const { host, port, apiKey, allowPrivateTargets } = served.parts.config;
    const config = { host, port, apiKey, allowPrivateTargets, trustedProxies: ['127.0.0.1'] };
    const behind = await serve({ requestsPerMinute: LIMIT, nowMs: () => now, config });
    for (let i = 0; i < LIMIT; i += 1) expect((await forwarded(behind, '192.0.2.1')).status).toBe(401);
    expect((await forwarded(behind, '192.0.2.1')).status).toBe(429);
    expect((await forwarded(behind, '192.0.2.2')).status).toBe(401);
    const body = { name: 'audited', scopes: ['read'] };
    await behind.request('POST', '/v1/keys', { body, headers: { 'x-forwarded-for': '192.0.2.3' } });
    expect((await behind.control.audit.list('default', 1, null))[0]).toMatchObject({ action: 'key.create', origin: '192.0.2.3' });
    await behind.close();
  });

  it('are the proxy where it is not: nobody chooses an address of their own', async () => {
    now += 60_001;
    for (let i = 0; i < LIMIT; i += 1) expect((await forwarded(served, `192.0.2.${i}`)).status).toBe(401);
    expect((await forwarded(served, '192.0.2.99')).status).toBe(429);
  });
});

describe('what is kept of an organisation', () => {
  it('is a hundred channels at most', async () => {
    now += 60_001;
    for (let i = 0; i < 100; i += 1) await served.control.channels.put(channelOf({ id: `ch-${i}`, target: `https://example.com/${i}` }));
    const body = { id: 'one-more', kind: 'webhook', target: 'https://example.com/more', minSeverity: 'low' };
    const refused = await served.request('POST', '/v1/channels', { body });
    expect([refused.status, refused.json.detail]).toEqual([409, 'An organisation has 100 channels at most: remove one first.']);
    expect((await served.request('DELETE', '/v1/channels/ch-7')).status).toBe(204);
    expect((await served.request('POST', '/v1/channels', { body })).status).toBe(201);
  });

  it('is no text with U+0000, wherever it comes', async () => {
    now += 60_001;
    const ask = async (method: string, path: string, body?: unknown) => {
      const { status, json } = await served.request(method, path, body === undefined ? {} : { body });
      return [status, json.errors?.[0]?.path];
    };
    expect(await ask('PUT', '/v1/secrets/x', { value: 'a\0b' })).toEqual([400, '/value']);
    expect(await ask('POST', '/v1/protocols', { id: 'p', title: 'P', addresses: ['a\0'] })).toEqual([400, '/addresses/0']);
    expect(await ask('GET', '/v1/deliveries/a%00b')).toEqual([400, '/id']);
    expect(await ask('GET', '/v1/deliveries?cursor=a%00b')).toEqual([400, '/cursor']);
  });
});

describe('failures of our own', () => {
  it('are told without their cause, which is in the log', async () => {
    now += 60_001;
    const answer = await served.request('GET', '/v1/chains');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(answer.json).toEqual({
      type: 'about:blank',
      title: 'Internal error',
      status: 500,
      detail: 'The request failed for a reason of ours; the log has it.',
    });
    expect(JSON.stringify(logged)).toContain('whsec_abc');
  });

  it('are told so also where it is not even known who asks', async () => {
    const control = { ...served.control, keys: { ...served.control.keys, byHash: () => Promise.reject(new Error('whsec_def')) } };
    const other = await startApi({ ...served.parts, control });
    const answer = await fetch(`${other.url}/v1/alerts`, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(await answer.text()).not.toContain('whsec');
    await other.close();
  });

  it('that pass are a 503', async () => {
    failure = new RetryableError('store-away', 'The store does not answer.');
    const answer = await served.request('GET', '/v1/chains');
    expect([answer.status, answer.json.detail]).toEqual([503, 'The store does not answer.']);
  });
});

describe('a port that is taken', () => {
  it('stops the start with what to do', async () => {
    const { port } = new URL(served.api.url);
    const started = startApi({ ...served.parts, config: { ...served.parts.config, port: Number(port) } });
    const error = await started.then(
      () => null,
      (reason: unknown) => reason,
    );
    expect([isFatal(error), String(error)]).toEqual([true, expect.stringContaining('Choose another with --port or TOCSIN_PORT.')]);
  });
});
