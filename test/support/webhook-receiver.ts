import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A receiver of webhooks, as a customer runs one. */
export interface WebhookReceiver {
  readonly port: number;
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /** How the next requests are answered; 204 where nothing was said. */
  answer(by: (received: ReceivedWebhook) => Answer | 'hang-up'): void;
  /** What it received so far. */
  forget(): void;
  stop(): Promise<void>;
}

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let by: (received: ReceivedWebhook) => Answer | 'hang-up' = () => ({ status: 204 });
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const one = { headers: request.headers, body };
      received.push(one);
      const answer = by(one);
      if (answer === 'hang-up') request.socket.destroy();
      else response.writeHead(answer.status, { ...answer.headers }).end();
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
    forget: () => void received.splice(0),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
