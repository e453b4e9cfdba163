import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Served, serve } from './serve.js';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly description: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: object }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: object }> };
  readonly responses: Record<string, { readonly content?: Record<string, { readonly schema?: object }> }>;
}

const SCOPES = ['read', 'write', 'check', 'admin', 'operator'] as const;

let served: Served;
let document: Answer;
let operations: readonly Operation[];
const keys = new Map<string, string>();

beforeAll(async () => {
  served = await serve();
  document = await served.request('GET', '/openapi.json', { key: null });
  operations = Object.entries<Record<string, Omit<Operation, 'method' | 'path'>>>(document.json.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  for (const scope of SCOPES) {
    const made = await served.request('POST', '/v1/keys', { body: { name: `only ${scope}`, scopes: [scope] } });
    keys.set(scope, made.json.key);
  }
});
afterAll(() => served.close());

/** The scope that the document names for an operation. */
function scopeOf(operation: Operation): string | null {
  return /scope `(\w+)`/.exec(operation.description)?.[1] ?? null;
}

function addressOf(operation: Operation): string {
  return operation.path.replace(/\{[^}]+\}/g, 'x');
}

describe('every operation of the document', () => {
  it('is there: the resources that this version serves', () => {
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /v1/channels/{id}',
      'DELETE /v1/checks/policies/{name}',
      'DELETE /v1/escalations/{id}',
      'DELETE /v1/keys/{id}',
      'DELETE /v1/monitors/{id}',
      'DELETE /v1/organisations/{id}/members/{member}',
      'DELETE /v1/protocols/{id}',
      'DELETE /v1/secrets/{name}',
      'DELETE /v1/session',
      'DELETE /v1/suppressions/{id}',
      'GET /health/live',
      'GET /health/ready',
      'GET /v1/addresses/screen/{id}',
      'GET /v1/addresses/{address}',
      'GET /v1/alerts',
      'GET /v1/alerts/{id}',
      'GET /v1/alerts/{id}/evidence',
      'GET /v1/analytics/overview',
      'GET /v1/analytics/risk',
      'GET /v1/analytics/top',
      'GET /v1/audit',
      'GET /v1/backtests',
      'GET /v1/backtests/{id}',
      'GET /v1/canary',
      'GET /v1/chains',
      'GET /v1/channels',
      'GET /v1/channels/{id}',
      'GET /v1/channels/{id}/deliveries',
      'GET /v1/channels/{id}/responses',
      'GET /v1/checks/policies',
      'GET /v1/checks/rules',
      'GET /v1/checks/{id}',
      'GET /v1/contracts/{address}',
      'GET /v1/coverage',
      'GET /v1/deadletters',
      'GET /v1/deliveries',
      'GET /v1/deliveries/summary',
      'GET /v1/deliveries/{id}',
      'GET /v1/escalations',
      'GET /v1/escalations/{id}',
      'GET /v1/incidents',
      'GET /v1/incidents/{id}',
      'GET /v1/keys',
      'GET /v1/labels',
      'GET /v1/models',
      'GET /v1/models/drift',
      'GET /v1/models/report',
      'GET /v1/monitors',
      'GET /v1/monitors/{id}',
      'GET /v1/monitors/{id}/versions',
      'GET /v1/organisations',
      'GET /v1/organisations/{id}/members',
      'GET /v1/protocols',
      'GET /v1/protocols/{id}',
      'GET /v1/secrets',
      'GET /v1/session',
      'GET /v1/signing-key',
      'GET /v1/suppressions',
      'GET /v1/transactions/{hash}',
      'PATCH /v1/channels/{id}',
      'PATCH /v1/escalations/{id}',
      'PATCH /v1/organisations/{id}/members/{member}',
      'PATCH /v1/protocols/{id}',
      'POST /v1/addresses/screen',
      'POST /v1/backtests',
      'POST /v1/backtests/{id}/cancel',
      'POST /v1/channels',
      'POST /v1/channels/{id}/arm',
      'POST /v1/channels/{id}/disarm',
      'POST /v1/channels/{id}/replay',
      'POST /v1/channels/{id}/secret/rotate',
      'POST /v1/channels/{id}/test',
      'POST /v1/checks',
      'POST /v1/checks/policies',
      'POST /v1/checks/{id}/recheck',
      'POST /v1/deadletters/{id}/replay',
      'POST /v1/deliveries/{id}/replay',
      'POST /v1/escalations',
      'POST /v1/feedback',
      'POST /v1/incidents/{id}/acknowledge',
      'POST /v1/incidents/{id}/assign',
      'POST /v1/incidents/{id}/feedback',
      'POST /v1/incidents/{id}/mute',
      'POST /v1/incidents/{id}/resolve',
      'POST /v1/incidents/{id}/undo',
      'POST /v1/keys',
      'POST /v1/labels',
      'POST /v1/monitors',
      'POST /v1/monitors/validate',
      'POST /v1/organisations',
      'POST /v1/organisations/{id}/members',
      'POST /v1/protocols',
      'POST /v1/session',
      'POST /v1/sites/check',
      'POST /v1/tokens/check',
      'PUT /v1/secrets/{name}',
    ]);
  });

  it('describes its parameters, its body, its answer and its refusals by schemas', () => {
    for (const operation of operations) {
      const { path, method, parameters = [], requestBody, responses, operationId } = operation;
      const name = `${method} ${path}`;
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
      expect([name, parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name)]).toEqual([name, inPath]);
      for (const parameter of parameters)
        expect([name, parameter.name, Object.keys(parameter.schema ?? {})]).not.toEqual([name, parameter.name, []]);
      if (requestBody !== undefined) expect(Object.keys(requestBody.content['application/json']?.schema ?? {})).not.toEqual([]);
      const success = Object.entries(responses).find(([status]) => status.startsWith('2'));
      if (success?.[0] !== '204')
        expect([name, Object.keys(success?.[1].content?.['application/json']?.schema ?? {})]).not.toEqual([name, []]);
      expect(responses['default']?.content?.['application/problem+json']?.schema).toEqual({ $ref: '#/components/schemas/Problem' });
      expect(operationId).toMatch(/^[a-z][A-Za-z]+$/);
    }
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    // What changes something takes a body, but for these: their address says all.
    const bodiless = operations.filter(({ method, requestBody }) => method === 'POST' && requestBody === undefined).map(({ path }) => path);
    expect(bodiless.sort()).toEqual([
      '/v1/backtests/{id}/cancel',
      '/v1/channels/{id}/arm',
      '/v1/channels/{id}/disarm',
      '/v1/channels/{id}/replay',
      '/v1/channels/{id}/test',
      '/v1/checks/{id}/recheck',
      '/v1/deadletters/{id}/replay',
      '/v1/deliveries/{id}/replay',
    ]);
  });

  it('refers only to schemas that are there, and is OpenAPI 3.1', () => {
    expect(document.json.openapi).toBe('3.1.0');
    const referred = [...document.text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(referred.length).toBeGreaterThan(40);
    expect(referred.filter((name) => !(name in document.json.components.schemas))).toEqual([]);
    expect(document.text).not.toContain('#/$defs/');
  });

  it('refuses who brings no key, or a wrong one', async () => {
    const closed = operations.filter(({ description }) => description !== 'Needs no key.');
    expect(operations.length - closed.length).toBe(3);
    for (const operation of closed) {
      for (const key of [null, 'toc_wrong']) {
        const answer = await served.request(operation.method, addressOf(operation), { key });
        expect([operation.method, operation.path, answer.status]).toEqual([operation.method, operation.path, 401]);
        expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    }
  });

  it('refuses a key without its scope, and lets one with it through', async () => {
    for (const operation of operations) {
      const needed = scopeOf(operation);
      if (needed === null) continue;
      for (const scope of SCOPES) {
        const answer = await served.request(operation.method, addressOf(operation), { key: keys.get(scope) ?? '' });
        const isRefused = answer.status === 403;
        expect([operation.method, operation.path, scope, isRefused]).toEqual([operation.method, operation.path, scope, scope !== needed]);
        if (isRefused) expect(answer.json.detail).toContain(`needs the scope ${needed}`);
      }
    }
  });
});

describe('the document of sockets', () => {
  it('describes every message by a schema, refers only to what is there, and is AsyncAPI 3.0', async () => {
    const { json, text, status } = await served.request('GET', '/asyncapi.json', { key: null });
    expect([status, json.asyncapi]).toEqual([200, '3.0.0']);
    const { messages } = json.channels.socket;
    const events = ['alert', 'incident', 'block', 'health', 'check', 'lagging', 'progress', 'closing'];
    expect(Object.keys(messages)).toEqual(['subscribe', 'unsubscribe', ...events, 'subscribed', 'refused']);
    for (const [name, message] of Object.entries<{ payload: { properties?: object } }>(messages))
      expect([name, Object.keys(message.payload.properties ?? {})]).not.toEqual([name, []]);
    expect(Object.keys(messages.subscribe.payload.properties)).toContain('protocols');
    const named = [...text.matchAll(/"#\/channels\/socket\/messages\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(named.filter((name) => !(name in messages))).toEqual([]);
    const schemas = [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(schemas.filter((name) => !(name in json.components.schemas))).toEqual([]);
  });
});

describe('what is no operation', () => {
  it('is a 404 to who has a key, and a 401 to who has none: nobody learns what is there', async () => {
    expect((await served.request('GET', '/v1/nothing')).status).toBe(404);
    expect((await served.request('GET', '/v1/nothing', { key: null })).status).toBe(401);
    expect((await served.request('GET', '/nothing', { key: null })).status).toBe(404);
  });

  it('is a 405 that names the methods where the address is known', async () => {
    const answer = await served.request('PATCH', '/v1/channels');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect((await served.request('POST', '/v1/incidents/x')).headers.get('allow')).toBe('GET');
  });
});

describe('refusals', () => {
  it('name the field by a JSON Pointer', async () => {
    const answer = await served.request('POST', '/v1/checks', {
      body: { chainId: 1, subject: { kind: 'transaction', from: '0x12' }, deadlineMs: 'soon' },
    });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ type: 'about:blank', title: 'Bad request', status: 400 });
    expect(answer.json.errors.map(({ path }: { path: string }) => path)).toEqual(['/subject/from', '/deadlineMs']);
  });

  it('are problems also for a body that is no JSON, too large or of another type', async () => {
    const asked = { body: '{"chainId":', headers: { 'content-type': 'application/json' } };
    expect((await served.request('POST', '/v1/checks', asked)).status).toBe(400);
    const large = await served.request('POST', '/v1/checks', { body: { chainId: 1, data: '0'.repeat(1_100_000) } });
    expect([large.status, large.json.title]).toEqual([413, 'Body too large']);
    const xml = await served.request('POST', '/v1/checks', { body: '<a/>', headers: { 'content-type': 'application/xml' } });
    expect([xml.status, xml.json.title]).toEqual([415, 'Unsupported media type']);
  });

  it('of every operation with a bad input come as 400 with the path of what is bad', async () => {
    const bad: readonly (readonly [string, string, string, unknown?])[] = [
      ['GET', '/v1/alerts?limit=0', '/limit'],
      ['GET', '/v1/alerts?cursor=nonsense', '/cursor'],
      ['GET', '/v1/alerts?severity=huge', '/severity'],
      ['GET', '/v1/alerts?severity=low&severity=high', '/severity'],
      ['GET', '/v1/alerts?address=0x1', '/address'],
      ['GET', '/v1/alerts?since=yesterday', '/since'],
      ['GET', '/v1/alerts/abc', '/id'],
      ['GET', '/v1/alerts/abc/evidence', '/id'],
      ['GET', '/v1/incidents?status=closed', '/status'],
      ['GET', '/v1/incidents?cursor=-', '/cursor'],
      ['POST', '/v1/incidents/i/feedback', '/verdict', {}],
      ['POST', '/v1/incidents/i/assign', '/assignee', {}],
      ['POST', '/v1/incidents/i/mute', '/until', { until: 'tomorrow' }],
      ['POST', '/v1/incidents/i/acknowledge', '/note', { note: 1 }],
      ['POST', '/v1/incidents/i/resolve', '/note', { note: 'x'.repeat(2_001) }],
      ['GET', '/v1/transactions/0xzz', '/hash'],
      ['GET', '/v1/addresses/vitalik.eth', '/address'],
      ['GET', '/v1/contracts/0x', '/address'],
      ['GET', '/v1/coverage', '/chain'],
      ['GET', '/v1/coverage?chain=1&from=9&to=3', '/to'],
      ['GET', '/v1/analytics/risk?chain=1&limit=9999', '/limit'],
      ['GET', '/v1/analytics/top?chain=mainnet', '/chain'],
      ['GET', '/v1/channels/c/deliveries?state=lost', ''],
      ['POST', '/v1/channels', '/kind', { id: 'a', kind: 'pigeon', target: 'https://example.com' }],
      ['POST', '/v1/channels', '/target', { id: 'a', kind: 'webhook', target: 'ftp://example.com' }],
      ['POST', '/v1/keys', '/scopes/0', { name: 'k', scopes: ['root'] }],
      ['POST', '/v1/labels', '/confidence', { address: `0x${'1'.repeat(40)}`, category: 'mixer', source: 'me', confidence: 2 }],
      ['GET', '/v1/labels?address=x', '/address'],
      ['GET', '/v1/deadletters?cursor=x', '/cursor'],
      ['POST', '/v1/session', '/key', {}],
    ];
    for (const [method, path, pointer, body] of bad) {
      const answer = await served.request(method, path, body === undefined ? {} : { body });
      expect([path, answer.status]).toEqual([path, 400]);
      if (pointer !== '') expect([path, answer.json.errors[0].path]).toEqual([path, pointer]);
    }
  });
});
