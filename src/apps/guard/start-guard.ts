import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { messageOf } from '../../core/errors.js';
import type { ReadinessCheck } from '../api/api-parts.js';
import type { Forward, Guard, Handled } from './guard.js';
import type { Overrides } from './overrides.js';
import type { GuardRules } from './policy.js';
import { forwardBySocket, type Upstream } from './upstream.js';

export interface GuardServerOptions {
  readonly host: string;
  readonly port: number;
  /** Without a key of its own a policy is everybody's. */
  readonly policies: readonly (GuardRules & { readonly key: string | null })[];
  readonly guard: Guard;
  readonly overrides: Overrides;
  readonly upstream: Upstream;
  /** Prometheus text. */
  metricsText(): Promise<string>;
  readiness(): Promise<readonly ReadinessCheck[]>;
}

export interface RunningGuard {
  readonly url: string;
  close(): Promise<void>;
}

const MOST_BYTES = 2 * 1_024 * 1_024;
const tokenSchema = z.object({ token: z.string() });

/** The guard on HTTP and WebSocket: `/KEY`, or `/` with a bearer token; `/overrides` takes one-time tokens. */
export function startGuardServer(options: GuardServerOptions): Promise<RunningGuard> {
  const { guard, policies, upstream, overrides } = options;
  const policyOf = (request: IncomingMessage): GuardRules | null => {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const inPath = new URL(request.url ?? '/', 'http://guard').pathname.split('/').filter(Boolean).at(-1);
    const shown = bearer ?? inPath ?? null;
    return policies.find(({ key }) => key === null || key === shown) ?? null;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://guard').pathname;
    if (request.method === 'OPTIONS') return void response.writeHead(204, CORS).end();
    if (path === '/health/live') return send(response, 200, { status: 'live' });
    if (path === '/health/ready') {
      const checks = await options.readiness();
      const isReady = checks.every(({ ok }) => ok);
      return send(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
    }
    if (path === '/metrics') return void response.writeHead(200, { 'content-type': 'text/plain' }).end(await options.metricsText());
    if (request.method !== 'POST') return send(response, 405, { title: 'POST a JSON-RPC call' });
    const body = await bodyOf(request);
    if (body === null) return send(response, 413, { title: `More than ${MOST_BYTES} bytes` });
    const message = parsed(body);
    if (message === undefined) return send(response, 400, rpcError('Not JSON.'));
    if (path === '/overrides') return redeem(message, response);
    const policy = policyOf(request);
    if (policy === null)
      return send(response, 401, rpcError('No such key. Put it at the end of the address, or into Authorization: Bearer.'));
    const { answer: result, verdict } = await guard.handle(message, policy, upstream.forward);
    const headers = verdict === null ? {} : { 'x-tocsin-verdict': verdict };
    if (result === null) return void response.writeHead(204, { ...CORS, ...headers }).end();
    send(response, 200, result, headers);
  }

  function redeem(message: unknown, response: ServerResponse): void {
    const { success, data } = tokenSchema.safeParse(message);
    if (!success) return send(response, 400, { title: 'token: expected the text of a token' });
    const redeemed = tryRedeem(overrides, data.token);
    if ('problem' in redeemed) return send(response, 403, { title: redeemed.problem });
    send(response, 200, redeemed);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, rpcError(messageOf(error))));
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const policy = policyOf(request);
    if (policy === null) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
    sockets.handleUpgrade(request, socket, head, (client) => serveSocket(client, policy, guard, upstream));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
      resolve({
        url: `http://${options.host}:${port}`,
        close: () =>
          new Promise((closed) => {
            for (const client of sockets.clients) client.terminate();
            server.closeAllConnections();
            server.close(() => closed());
          }),
      });
    });
  });
}

/** One client's socket, with one of its own to the node where that speaks WebSocket: subscriptions come through it. */
function serveSocket(client: WebSocket, policy: GuardRules, guard: Guard, upstream: Upstream): void {
  const own =
    upstream.socketUrl === null
      ? null
      : forwardBySocket(
          upstream.socketUrl,
          (text) => client.send(text),
          () => client.close(1011),
        );
  const forward: Forward = own === null ? upstream.forward : own.forward;
  client.on('message', (bytes: Buffer) => {
    const message = parsed(bytes.toString('utf8'));
    const handled: Promise<Handled> =
      message === undefined ? Promise.resolve({ answer: rpcError('Not JSON.'), verdict: null }) : guard.handle(message, policy, forward);
    handled.then(
      ({ answer }) => {
        if (answer !== null) client.send(JSON.stringify(answer));
      },
      (error: unknown) => client.send(JSON.stringify(rpcError(messageOf(error)))),
    );
  });
  client.on('close', () => own?.close());
  client.on('error', () => client.terminate());
}

function tryRedeem(overrides: Overrides, token: string) {
  try {
    return overrides.redeem(token);
  } catch {
    return { problem: 'The token is not readable.' };
  }
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-expose-headers': 'x-tocsin-verdict',
};

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...CORS, ...headers }).end(JSON.stringify(body));
}

function rpcError(message: string) {
  return { jsonrpc: '2.0', id: null, error: { code: -32_700, message } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Null: too much. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
