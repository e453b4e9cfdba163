import path from 'node:path';
import { RpcChainSource } from '../../adapters/chain-source/rpc-chain-source.js';
import { messageOf } from '../../core/errors.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { startDevnet } from '../../lab/devnet/start-devnet.js';
import { townLabels } from '../../lab/labels.js';
import { writeTownPrices } from '../../lab/prices.js';
import { startTown, type TownEvent } from '../../lab/start-town.js';
import { planTown } from '../../lab/town-plan.js';
import { ENGINE_FINDINGS } from '../../pipeline/analyse/engine-findings.js';
import type { AnalyticsWriter } from '../../ports/analytics-store.js';
import type { ControlStore } from '../../ports/control-store.js';
import type { Logger } from '../../ports/logger.js';
import type { FollowedChain } from '../worker/stages.js';

const SEED = 7;
const POLL_MS = 1_000;

export interface LabTown {
  readonly chain: FollowedChain;
  /** Lets the town live; it mines its own blocks from now on. */
  begin(): Promise<void>;
  /** No more blocks. */
  stop(): Promise<void>;
  /** Writes the chain down and ends it, after everybody stopped reading. */
  close(): Promise<void>;
}

export interface LabTownParts {
  readonly dataDir: string;
  readonly control: ControlStore;
  readonly analytics: AnalyticsWriter;
  readonly logger: Logger;
  onEvent(event: TownEvent): void;
}

/** What the town's money is worth, for a start that was given no prices. The file's path. */
export function writeLabPrices(dataDir: string): string {
  const file = path.join(dataDir, 'devnet-prices.csv');
  writeTownPrices(file, planTown(SEED));
  return file;
}

/** The devnet of the default start. A chain that did not survive its last run is a new one: what was stored of it is forgotten first. */
export async function openLabTown({ dataDir, control, analytics, logger, onEvent }: LabTownParts): Promise<LabTown> {
  const devnet = await startDevnet({ dir: path.join(dataDir, 'devnet') });
  const { chainId } = devnet;
  const bound = await control.cursors.bindGenesis(chainId, devnet.genesisHash);
  if (!devnet.resumed || bound.genesisHash !== devnet.genesisHash) {
    await control.forgetChain(chainId);
    await analytics.rewind(chainId, 0);
  }
  await control.labels.put(townLabels(planTown(SEED)));
  const stopping = new AbortController();
  let living: Promise<void> = Promise.resolve();
  devnet.exited.then(() => {
    if (!stopping.signal.aborted) logger.error({ chain: chainId }, 'the devnet ended by itself; start again for a new one');
  });
  return {
    chain: {
      urls: [devnet.httpUrl],
      source: new RpcChainSource({ chainId, urls: [devnet.wsUrl, devnet.httpUrl], pollMs: POLL_MS }),
      verify: 'full',
      from: 0,
      to: null,
    },
    async begin() {
      const detectorIds = new Set([...CATALOGUE.map(({ id }) => id), ...ENGINE_FINDINGS]);
      const town = await startTown({ devnet, seed: SEED, signal: stopping.signal, detectorIds, onEvent });
      living = town.done;
      living.catch((error: unknown) => logger.error({ error: messageOf(error) }, 'the town stopped'));
    },
    async stop() {
      stopping.abort();
      await living.catch(() => undefined);
    },
    close: () => devnet.close(),
  };
}
