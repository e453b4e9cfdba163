import path from 'node:path';
import { openAnalyticsStore } from '../../adapters/analytics-store/open-analytics-store.js';
import { openControlStore } from '../../adapters/control-store/open-control-store.js';
import { createInProcessEventLog } from '../../adapters/event-log/in-process.js';
import { createNotifier } from '../../adapters/notifier/create-notifier.js';
import type { AnalyticsStore } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { EventLog } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Notifier } from '../../ports/notifier.js';
import type { Config } from '../platform/config.js';
import { createMetrics, type PrometheusMetrics } from '../platform/metrics.js';
import { type OpenedKnowledge, openKnowledge } from '../platform/open-knowledge.js';
import { openResponses, type Responses } from '../platform/open-responses.js';
import { type OpenedScorer, openScorer } from '../platform/open-scorer.js';

export interface Engines {
  readonly control: ControlStore;
  readonly analytics: AnalyticsStore;
  readonly log: EventLog;
  readonly notifier: Notifier;
  readonly responses: Responses | null;
  readonly knowledge: OpenedKnowledge;
  readonly scoring: OpenedScorer;
  readonly metrics: PrometheusMetrics;
  readonly logger: Logger;
  close(): Promise<void>;
}

/** Opens what all stages of one process work with; what was opened before one of them failed is closed again. */
export async function openEngines(config: Config, logger: Logger): Promise<Engines> {
  const opened: (() => unknown)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    const control = await openControlStore({
      url: config.postgresUrl,
      dir: path.join(config.dataDir, 'postgres'),
      migrate: true,
      secretsKeys: config.secretsKeys,
    });
    opened.push(() => control.close());
    const analytics = await openAnalyticsStore({
      url: config.clickhouseUrl,
      dir: path.join(config.dataDir, 'clickhouse'),
      migrate: true,
      logger,
    });
    opened.push(() => analytics.close());
    const responses = openResponses(config, control, { signs: true });
    if (responses !== null) opened.push(() => responses.close());
    const notifier = createNotifier({ ...config, secrets: control.secrets, responder: responses?.responder ?? null });
    opened.push(() => notifier.close());
    const log = createInProcessEventLog({ logger });
    opened.push(() => log.close());
    const scoring = await openScorer(config, { onChange: (change) => logger.info({ change }, 'models') });
    opened.push(() => scoring.close());
    const knowledge = await openKnowledge(config, control.labels, logger);
    opened.push(() => knowledge.close());
    return { control, analytics, log, notifier, responses, knowledge, scoring, metrics: createMetrics(), logger, close };
  } catch (error) {
    await close();
    throw error;
  }
}
