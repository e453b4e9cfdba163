import { ReplayChainSource, readReplayManifest } from '../../adapters/chain-source/replay-chain-source.js';
import { groupByChain, RpcChainSource } from '../../adapters/chain-source/rpc-chain-source.js';
import { FatalError } from '../../core/errors.js';
import type { Config } from '../platform/config.js';
import type { FollowedChain } from '../standalone/pipeline.js';

export interface SourceChoice {
  readonly replay?: string;
  readonly speed: 'max' | number;
  readonly chain?: number;
  readonly rpc: readonly string[];
  readonly from: number | null;
  readonly to: number | null;
}

const MAINNET = 1;
const DEFAULT_POLL_MS = 2_000;

/** What is to be read, from the flags, else from TOCSIN_CHAINS. */
export async function openSources(choice: SourceChoice, config: Config): Promise<readonly FollowedChain[]> {
  const { from, to } = choice;
  if (choice.replay !== undefined) {
    const chainId = choice.chain ?? readReplayManifest(choice.replay).chainId ?? MAINNET;
    return [{ source: await ReplayChainSource.open(choice.replay, chainId, choice.speed), verify: 'full', from, to }];
  }
  if (choice.rpc.length > 0) {
    const { chains, unreachable } = await groupByChain(choice.rpc);
    if (chains.size === 0) {
      const reasons = unreachable.map(({ url, reason }) => `${url}: ${reason}`).join('; ');
      throw new FatalError(
        'no-rpc',
        `No --rpc URL told its chain (${reasons}). Check them, or name the chain in TOCSIN_CHAINS to start without a node.`,
      );
    }
    return [...chains].map(([chainId, urls]) => ({
      source: new RpcChainSource({ chainId, urls, pollMs: DEFAULT_POLL_MS }),
      verify: 'full',
      from,
      to,
    }));
  }
  if (config.chains.length === 0)
    throw new FatalError('no-chain', 'Nothing to watch. Give --replay DIR for recorded blocks, --rpc URL for a chain, or TOCSIN_CHAINS.');
  return config.chains.map(({ id, rpc, verify, pollMs, from: configured }) => ({
    source: new RpcChainSource({ chainId: id, urls: rpc, pollMs }),
    verify,
    from: from ?? configured ?? null,
    to,
  }));
}
