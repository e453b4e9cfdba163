import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import type { ApiParts } from '../../../src/apps/api/api-parts.js';
import { startDeliver } from '../../../src/apps/worker/stages.js';
import type { OutboundEvent } from '../../../src/ports/control-store.js';
import { ADMIN_KEY, type Served, serve } from '../../apps/api/serve.js';
import { openTestControlStore } from '../../support/control-store.js';

export interface Delivering {
  readonly served: Served;
  /** As the alert stage tells. */
  tell(events: readonly OutboundEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** The API with its pages, and beside it the stage that sends: both as an instance has them, to receivers on this machine. */
export async function serveDelivering(overrides: Partial<ApiParts>): Promise<Delivering> {
  const control = await openTestControlStore();
  const notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
  const config = { host: '127.0.0.1', port: 0, apiKey: ADMIN_KEY, allowPrivateTargets: true };
  const served = await serve({ control, notifier, config, ...overrides });
  const deliver = await startDeliver({ ...served.parts, log: served.log, notifier });
  return {
    served,
    tell: (events) =>
      served.log.publish('alerts.v1', [{ key: '1', value: events, headers: { schema: 'alerts.v1', chain: '1', block: '1' } }]),
    async close() {
      await deliver.close();
      await served.close();
    },
  };
}
