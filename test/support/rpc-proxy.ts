import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { isObject } from '../../src/core/chain/quantity.js';

/** What the proxy does to the calls that pass. Everything is passed on as it is where nothing is said. */
export interface Behaviour {
  /** How the connection misbehaves, whatever is asked. */
  readonly http?: 'status-500' | 'garbage' | 'silent' | 'hang-up';
  /** An error instead of an answer, inside HTTP 200. */
  refuse?(method: string): { readonly code: number; readonly message: string } | null;
  /** Changes a node's result. */
  tamper?(method: string, result: unknown): unknown;
}

/** A JSON-RPC node that fails and lies as told, in front of one that does not. WebSockets pass through as they are. */
export interface RpcProxy {
  readonly httpUrl: string;
  readonly wsUrl: string;
  /** Methods that were asked, in order. */
  readonly asked: readonly string[];
  behave(behaviour: Behaviour): void;
  /** Breaks every WebSocket. */
  dropSockets(): void;
  /** Lets WebSockets stand and swallows what the node says; until `speakSockets`. */
  silenceSockets(): void;
  speakSockets(): void;
  readonly openSockets: number;
  stop(): Promise<void>;
}

export async function startRpcProxy(upstream: string): Promise<RpcProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let behaviour: Behaviour = {};
  let isSilent = false;

  async function answerOne(call: unknown): Promise<unknown> {
    const method = isObject(call) ? String(call['method']) : '';
    const id = isObject(call) ? call['id'] : null;
    asked.push(method);
    const refusal = behaviour.refuse?.(method) ?? null;
    if (refusal !== null) return { jsonrpc: '2.0', id, error: refusal };
    const response = await fetch(upstream, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(call) });
    const answer: unknown = await response.json();
    if (!isObject(answer) || !('result' in answer) || behaviour.tamper === undefined) return answer;
    return { ...answer, result: behaviour.tamper(method, answer['result']) };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    if (behaviour.http === 'silent') return;
    if (behaviour.http === 'hang-up') return void request.socket.destroy();
    if (behaviour.http === 'status-500') return void response.writeHead(500).end('Internal Server Error');
    if (behaviour.http === 'garbage') return void response.writeHead(200).end('<html>maintenance</html>');
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const answers = Array.isArray(body) ? await Promise.all(body.map(answerOne)) : await answerOne(body);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, client: Socket) => {
    const { hostname, port } = new URL(upstream);
    const node = connect(Number(port), hostname, () => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${String(value)}`);
      node.write(`GET / HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    });
    node.on('data', (bytes) => {
      if (!isSilent) client.write(bytes);
    });
    client.on('data', (bytes) => node.write(bytes));
    sockets.add(client);
    const end = () => {
      sockets.delete(client);
      client.destroy();
      node.destroy();
    };
    for (const socket of [client, node]) socket.on('close', end).on('error', end);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    httpUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    asked,
    behave: (next) => {
      behaviour = next;
    },
    dropSockets: () => {
      for (const socket of [...sockets]) socket.destroy();
    },
    silenceSockets: () => {
      isSilent = true;
    },
    speakSockets: () => {
      isSilent = false;
    },
    get openSockets() {
      return sockets.size;
    },
    async stop() {
      for (const socket of [...sockets]) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
