import { openAnalyticsStore } from '../../../src/adapters/analytics-store/open-analytics-store.js';
import { createInProcessEventLog } from '../../../src/adapters/event-log/in-process.js';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import type { ApiParts, ChainStatus } from '../../../src/apps/api/api-parts.js';
import { type RunningApi, startApi } from '../../../src/apps/api/start-api.js';
import { createMetrics } from '../../../src/apps/platform/metrics.js';
import { NO_SCORING } from '../../../src/core/score/scoring.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import type { AnalyticsStore } from '../../../src/ports/analytics-store.js';
import type { ControlStore } from '../../../src/ports/control-store.js';
import type { EventLog } from '../../../src/ports/event-log.js';
import type { Logger } from '../../../src/ports/logger.js';
import { openTestControlStore } from '../../support/control-store.js';

export const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export const ADMIN_KEY = 'toc_test-key-of-the-administrator';

export const FOLLOWED: ChainStatus = {
  chainId: 1,
  name: 'Ethereum',
  state: 'following',
  detail: null,
  head: 100,
  published: 100,
  headSeenAtMs: Date.now(),
  endpoints: [{ url: 'http://node', score: 1, latencyMs: 3, errors: 0, mismatches: 0, connected: true }],
};

export interface Served {
  readonly api: RunningApi;
  /** What it was started with: for another beside it. */
  readonly parts: ApiParts;
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly log: EventLog;
  /** Sends with the administrator's key unless `key` says otherwise; null: none. */
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  close(): Promise<void>;
}

export interface RequestOptions {
  readonly key?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely and compare what they find.
  readonly json: any;
}

const MODEL = {
  id: 'model-1',
  state: 'champion',
  trainedUntil: Date.parse('2023-01-01T00:00:00Z') / 1_000,
  weights: { head: 8 },
  training: { seed: 7 },
  metrics: {},
  problem: null,
} as const;

/** The API over real engines in memory, on a free port. */
export async function serve(overrides: Partial<ApiParts> = {}): Promise<Served> {
  const control = overrides.control ?? (await openTestControlStore());
  const analytics = await openAnalyticsStore({ migrate: true, logger: SILENT });
  const log = createInProcessEventLog({ logger: SILENT });
  const notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
  const parts: ApiParts = {
    config: { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: false },
    control,
    analytics,
    log,
    notifier,
    metrics: createMetrics(),
    logger: SILENT,
    knowledge: NO_KNOWLEDGE,
    chains: async () => [FOLLOWED],
    checks: null,
    dashboardDir: null,
    scoring: { ...NO_SCORING, budgetRisk: 97.5, modelId: 'model-1', models: () => [MODEL] },
    rulesVersion: 'rules-1',
    readiness: async () => [{ name: 'stores', ok: true }],
    ...overrides,
  };
  const api = await startApi(parts);
  return {
    api,
    parts,
    control,
    analytics,
    log,
    request: (method, path, options) => request(api.url, method, path, options),
    async close() {
      await api.close();
      await notifier.close();
      await log.close();
      await analytics.close();
      await control.close();
    },
  };
}

async function request(
  url: string,
  method: string,
  path: string,
  { key = ADMIN_KEY, body, headers = {} }: RequestOptions = {},
): Promise<Answer> {
  const response = await fetch(`${url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}
