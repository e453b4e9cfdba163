import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import type { ApiParts } from '../../../src/apps/api/api-parts.js';
import { SYSTEM_CLOCK } from '../../../src/apps/platform/clock.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import { DeliverStage } from '../../../src/pipeline/deliver/deliver-stage.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { ADMIN_KEY, type Served, SILENT, serve } from '../../apps/api/serve.js';
import { openTestControlStore } from '../../support/control-store.js';

export interface Delivering {
  readonly served: Served;
  readonly deliver: DeliverStage;
  close(): Promise<void>;
}

/** The API with its pages, and beside it the stage that sends: both as an instance has them, to receivers on this machine. */
export async function serveDelivering(overrides: Partial<ApiParts>): Promise<Delivering> {
  const control = await openTestControlStore();
  const notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
  const config = { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true };
  const served = await serve({ control, notifier, config, ...overrides });
  const { channels, outbox, heard } = control;
  const told = { channels, outbox, heard, notifier, metrics: SILENT_METRICS, logger: SILENT };
  const deliver = new DeliverStage({ ...told, hashText, clock: SYSTEM_CLOCK });
  const stop = new AbortController();
  const running = deliver.run(stop.signal);
  return {
    served,
    deliver,
    async close() {
      stop.abort();
      await running;
      await served.close();
    },
  };
}
