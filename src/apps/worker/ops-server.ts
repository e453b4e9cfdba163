import { createServer } from 'node:http';
import { messageOf } from '../../core/errors.js';
import type { ReadinessCheck } from '../api/api-parts.js';
import type { PrometheusMetrics } from '../platform/metrics.js';

export interface OpsServer {
  close(): Promise<void>;
}

/** Probes and metrics of a role that has no API of its own. */
export function startOpsServer(
  { host, port }: { readonly host: string; readonly port: number },
  metrics: PrometheusMetrics,
  readiness: () => Promise<readonly ReadinessCheck[]>,
): Promise<OpsServer> {
  const answer = async (url: string): Promise<{ status: number; type: string; body: string }> => {
    const json = (status: number, value: unknown) => ({ status, type: 'application/json', body: JSON.stringify(value) });
    if (url === '/health/live') return json(200, { status: 'live' });
    if (url === '/metrics') return { status: 200, type: metrics.contentType, body: await metrics.text() };
    if (url !== '/health/ready') return json(404, { title: 'Not found' });
    const checks = await readiness();
    const isReady = checks.every(({ ok }) => ok);
    return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', checks });
  };
  const server = createServer((request, response) => {
    answer(request.url ?? '/')
      .catch((error: unknown) => ({ status: 500, type: 'application/json', body: JSON.stringify({ title: messageOf(error) }) }))
      .then(({ status, type, body }) => response.writeHead(status, { 'content-type': type }).end(body));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () =>
      resolve({
        close: () =>
          new Promise((closed) => {
            server.closeAllConnections();
            server.close(() => closed());
          }),
      }),
    );
  });
}
