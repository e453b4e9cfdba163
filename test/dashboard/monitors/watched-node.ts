import { RpcChainSource } from '../../../src/adapters/chain-source/rpc-chain-source.js';
import { createNotifier } from '../../../src/adapters/notifier/create-notifier.js';
import type { ApiParts } from '../../../src/apps/api/api-parts.js';
import { MonitorBook } from '../../../src/apps/monitoring/monitor-book.js';
import { startPipeline } from '../../../src/apps/standalone/pipeline.js';
import { NO_SCORING } from '../../../src/core/score/scoring.js';
import { rpc } from '../../../src/lab/devnet/rpc.js';
import { NO_KNOWLEDGE } from '../../../src/pipeline/analyse/knowledge.js';
import { FOLLOWED, type Served, serve } from '../../apps/api/serve.js';
import { startAnvil } from '../../support/anvil.js';
import { SILENT_LOGGER } from '../../support/records.js';

export const CHAIN = 31337;
const RICH = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const PAID = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
/** An address with code. */
export const CONTRACT = '0x00000000000000000000000000000000c0de0001';
/** Payments of 1, 2, … ether, one a block. */
export const PAYMENTS = 6;

export interface WatchedNode {
  readonly served: Served;
  /** Pays so many ether in a block of its own, once every monitor that is saved is asked. */
  pay(ether: number): Promise<void>;
  close(): Promise<void>;
}

/** A node with some payments on its chain, followed by the whole pipeline, and the API with the pages over it. */
export async function openWatchedNode(dashboardDir: string, overrides: Partial<ApiParts> = {}): Promise<WatchedNode> {
  const node = await startAnvil({ chainId: CHAIN });
  const source = new RpcChainSource({ chainId: CHAIN, urls: [node.httpUrl], pollMs: 50 });
  const mined = async (ether: number) => {
    const value = `0x${(BigInt(ether) * 10n ** 18n).toString(16)}`;
    await rpc(node.httpUrl, 'eth_sendTransaction', [{ from: RICH, to: PAID, value }]);
    await node.mine();
  };
  await rpc(node.httpUrl, 'anvil_setCode', [CONTRACT, '0x00']);
  for (let ether = 1; ether <= PAYMENTS; ether += 1) await mined(ether);
  const served = await serve({
    dashboardDir,
    sourceOf: (chainId) => (chainId === CHAIN ? source : null),
    chains: async () => {
      const head = await node.headNumber();
      return [{ ...FOLLOWED, chainId: CHAIN, name: 'Devnet', head, published: head }];
    },
    ...overrides,
  });
  const { control, analytics, log, parts } = served;
  const notifier = createNotifier({ allowPrivateTargets: true, secrets: control.secrets });
  const book = await MonitorBook.open(control.monitors, SILENT_LOGGER);
  const pipeline = await startPipeline({
    monitors: book,
    control,
    analytics,
    log,
    metrics: parts.metrics,
    logger: SILENT_LOGGER,
    knowledge: NO_KNOWLEDGE,
    scoring: NO_SCORING,
    notifier,
    holder: 'test',
    chains: [{ source, verify: 'full', from: 0, to: null }],
  });
  return {
    served,
    async pay(ether) {
      await book.refresh();
      await mined(ether);
    },
    async close() {
      await pipeline.close();
      await served.close();
      await notifier.close();
      await source.close();
      await node.stop();
    },
  };
}
