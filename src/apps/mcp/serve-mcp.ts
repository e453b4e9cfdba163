import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { messageOf } from '../../core/errors.js';
import { createTocsinClient } from '../../sdk/client.js';
import { createMcpServer } from './mcp-server.js';

export interface McpOptions {
  /** The Tocsin that is asked. */
  readonly api: string;
  readonly version: string;
}

export interface RunningMcp {
  readonly url: string;
  close(): Promise<void>;
}

/** Over standard input and output, for one agent that starts this process; ends with it. */
export async function serveMcpOnStdio({ api, version }: McpOptions, apiKey: string): Promise<void> {
  const server = createMcpServer(createTocsinClient({ baseUrl: api, apiKey }), version);
  const closed = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    process.stdin.once('end', resolve);
  });
  await server.connect(new StdioServerTransport());
  await closed;
  await server.close();
}

/** Over HTTP at `/mcp`, without sessions. Each caller shows its own API key, so that it may do here what it may do there. */
export function serveMcpOnHttp(options: McpOptions, { host, port }: { readonly host: string; readonly port: number }): Promise<RunningMcp> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error: unknown) => refuse(response, 500, messageOf(error)));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const bound = server.address();
      resolve({
        url: `http://${host}:${typeof bound === 'object' && bound !== null ? bound.port : port}/mcp`,
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => closed());
          }),
      });
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, { api, version }: McpOptions): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://mcp');
  if (pathname === '/health/live') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"live"}');
  if (pathname !== '/mcp') return refuse(response, 404, 'The server is at /mcp.');
  const apiKey = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (apiKey === undefined) return refuse(response, 401, 'Authorization: Bearer with an API key of Tocsin is needed.');
  // A page that a browser shows has an origin; agents have none.
  if (request.headers.origin !== undefined) return refuse(response, 403, 'Not for pages in browsers.');
  const server = createMcpServer(createTocsinClient({ baseUrl: api, apiKey }), version);
  const transport = new StreamableHTTPServerTransport({});
  response.on('close', () => void server.close());
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}) })
    .end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } }));
}
