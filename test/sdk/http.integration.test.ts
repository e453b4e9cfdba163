import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTocsinClient } from '../../src/sdk/client.js';
import { urlOf } from '../../src/sdk/http.js';
import { isProblemError, type ProblemError } from '../../src/sdk/problem-error.js';

const ANSWERS: Readonly<Record<string, (answer: ServerResponse) => void>> = {
  '/v1/alerts/html': (answer) => answer.writeHead(502, 'Bad Gateway', { 'content-type': 'text/html' }).end('<h1>proxy</h1>'),
  '/v1/alerts/other': (answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"id": 5}'),
  '/v1/alerts/slow': () => undefined,
  '/v1/session': (answer) => answer.writeHead(204).end(),
};

let server: Server;
let baseUrl: string;

beforeAll(async () => {
  server = createServer((request, answer) => ANSWERS[request.url ?? '']?.(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function problemOf(call: Promise<unknown>): Promise<ProblemError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!isProblemError(error)) throw new Error(`no problem: ${String(error)}`);
  return error;
}

describe('answers that are not what they should be', () => {
  it('are a problem of their status, also where a proxy answers in HTML', async () => {
    expect((await problemOf(createTocsinClient({ baseUrl }).alerts.get('html'))).problem).toEqual({
      type: 'about:blank',
      title: 'Bad Gateway',
      status: 502,
    });
  });

  it('name the field that does not fit the contract', async () => {
    const error = await problemOf(createTocsinClient({ baseUrl }).alerts.get('other'));
    expect(error.message).toMatch(/\/v1\/alerts\/other is not what this version of the SDK expects: id: /);
  });

  it('have the status 0 where none came: nobody there, or too late', async () => {
    expect((await problemOf(createTocsinClient({ baseUrl: 'http://127.0.0.1:1' }).alerts.list())).status).toBe(0);
    expect((await problemOf(createTocsinClient({ baseUrl, timeoutMs: 50 }).alerts.get('slow'))).status).toBe(0);
  });

  it('are no problem where the caller cancelled: the reason is the caller’s own', async () => {
    const cancel = new AbortController();
    const call = createTocsinClient({ baseUrl }).alerts.get('slow', cancel.signal);
    cancel.abort(new Error('left the page'));
    await expect(call).rejects.toThrow('left the page');
  });

  it('may be empty where there is nothing to say', async () => {
    expect(await createTocsinClient({ baseUrl }).session.close()).toBeNull();
  });
});

describe('addresses of calls', () => {
  it('hold what is asked for, and leave out what is not set', () => {
    expect(urlOf('http://host:1/', '/v1/alerts', { chain: 1, severity: undefined, cursor: '', address: '0xAb c' })).toBe(
      'http://host:1/v1/alerts?chain=1&address=0xAb+c',
    );
  });
});
