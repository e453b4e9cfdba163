import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { RpcSimulator } from '../../src/adapters/simulator/rpc-simulator.js';
import { createPhishingSites } from '../../src/adapters/sites/phishing-sites.js';
import { OpinionBook } from '../../src/apps/checking/opinion-book.js';
import { takingRaw } from '../../src/apps/platform/raw-transaction.js';
import type { CheckService } from '../../src/check/check-service.js';
import { compileContracts } from '../../src/lab/compile.js';
import { type Devnet, startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { townLabels } from '../../src/lab/labels.js';
import { Town } from '../../src/lab/town.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import { createTocsinClient, type TocsinClient } from '../../src/sdk/client.js';
import { ADMIN_KEY, FOLLOWED, type Served, SILENT, serve } from '../apps/api/serve.js';
import { serviceOver } from '../check/ask.js';
import { openTestControlStore } from './control-store.js';

export interface CheckedTown {
  readonly devnet: Devnet;
  readonly town: Town;
  readonly simulator: RpcSimulator;
  /** Knows the town's labels. */
  readonly service: CheckService;
  close(): Promise<void>;
}

/** A town on a devnet of its own, and the check over its node. */
export async function openCheckedTown(): Promise<CheckedTown> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-check-'));
  const devnet = await startDevnet({ dir, genesisTimestamp: 1_700_000_000 });
  const town = await Town.open(devnet, 7, compileContracts());
  const simulator = new RpcSimulator({ chainId: devnet.chainId, urls: [devnet.httpUrl] });
  return {
    devnet,
    town,
    simulator,
    service: serviceOver(simulator, townLabels(town.plan, devnet.chainId)),
    async close() {
      await simulator.close();
      await devnet.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export interface ServedTown extends CheckedTown {
  readonly served: Served;
  readonly client: TocsinClient;
}

/** The same behind the API, with its client, and with what people say of answers. */
export async function openServedTown(parts: Parameters<typeof serve>[0] = {}): Promise<ServedTown> {
  const opened = await openCheckedTown();
  const { chainId } = opened.devnet;
  const labels = townLabels(opened.town.plan, chainId);
  const control = await openTestControlStore();
  const opinions = await OpinionBook.open(control.opinions, SILENT, Date.now);
  const service = serviceOver(opened.simulator, labels, { opinions, siteOf: createPhishingSites() });
  const served = await serve({
    control,
    knowledge: { ...NO_KNOWLEDGE, ...createLabelBook(labels) },
    chains: async () => [{ ...FOLLOWED, chainId, name: 'Local devnet' }],
    checks: {
      check: takingRaw((request, asker) => service.check(request, asker)),
      simulatorOf: (id) => (id === chainId ? opened.simulator : null),
      opinions,
    },
    ...parts,
  });
  return {
    ...opened,
    service,
    served,
    client: createTocsinClient({ baseUrl: served.api.url, apiKey: ADMIN_KEY }),
    async close() {
      opinions.close();
      await served.close();
      await opened.close();
    },
  };
}
