import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

export interface ReceivedWebhook {
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** `hang-up`: the connection ends without an answer; `silence`: none ever comes; `endless`: a 200 whose body never ends; `garbage`: bytes that are no HTTP. */
export type Illness = 'hang-up' | 'silence' | 'endless' | 'garbage';

/** A receiver of webhooks, as a customer runs one. */
export interface WebhookReceiver {
  readonly port: number;
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** How the next requests are answered; 204 where nothing was said. */
  answer(by: (received: ReceivedWebhook) => Answer | Illness): void;
  /** What it received so far. */
  forget(): void;
  /** Ends what is open, answered or not. */
  hangUp(): void;
  stop(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let by: (received: ReceivedWebhook) => Answer | Illness = () => ({ status: 204 });
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body };
      received.push(one);
      const answer = by(one);
      if (typeof answer === 'object') response.writeHead(answer.status, { ...answer.headers }).end(answer.body);
      else beIll(answer, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (next) => {
      by = next;
    },
    hangUp: () => server.closeAllConnections(),
    forget: () => void received.splice(0),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function beIll(illness: Illness, response: ServerResponse): void {
  if (illness === 'hang-up') response.socket?.destroy();
  if (illness === 'garbage') response.socket?.end('\u0000\u0001 this is no HTTP\r\n\r\n');
  if (illness === 'endless') {
    response.writeHead(200);
    const chunk = 'x'.repeat(16_384);
    const more = () => {
      if (!response.destroyed) response.write(chunk, () => setImmediate(more));
    };
    more();
  }
}
