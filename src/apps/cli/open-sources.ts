import { ReplayChainSource, readReplayManifest } from '../../adapters/chain-source/replay-chain-source.js';
import { groupByChain, RpcChainSource } from '../../adapters/chain-source/rpc-chain-source.js';
import { SYSTEM_CLOCK } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import type { FollowedChain } from '../worker/stages.js';

export interface SourceChoice {
  readonly replay?: string;
  readonly speed: 'max' | number;
  readonly chain?: number;
  readonly rpc: readonly string[];
  readonly from: number | null;
  readonly to: number | null;
}

export interface Waiting {
  readonly signal: AbortSignal;
  /** No node told its chain yet; it is tried again. */
  onWait(reason: string): void;
}

const MAINNET = 1;
const DEFAULT_POLL_MS = 2_000;
const ASK_AGAIN_MS = 2_000;

/** True where nothing was named to be read: the lab is shown then. */
export function isLabChosen(choice: SourceChoice, config: Config): boolean {
  return choice.replay === undefined && choice.rpc.length === 0 && config.chains.length === 0;
}

/** What is to be read, from the flags, else from TOCSIN_CHAINS. Waits until a node says which chain it is. Empty where the signal came first. */
export async function openSources(choice: SourceChoice, config: Config, waiting: Waiting): Promise<readonly FollowedChain[]> {
  const { from, to } = choice;
  if (choice.replay !== undefined) {
    const chainId = choice.chain ?? readReplayManifest(choice.replay).chainId ?? MAINNET;
    return [{ source: await ReplayChainSource.open(choice.replay, chainId, choice.speed), verify: 'full', from, to }];
  }
  if (choice.rpc.length > 0) {
    const chains = await chainsBehind(choice.rpc, waiting);
    return [...chains].map(([chainId, urls]) => ({
      source: new RpcChainSource({ chainId, urls, pollMs: DEFAULT_POLL_MS }),
      urls,
      verify: 'full',
      from,
      to,
    }));
  }
  return config.chains.map(({ id, rpc, verify, pollMs, from: configured }) => ({
    source: new RpcChainSource({ chainId: id, urls: rpc, pollMs }),
    urls: rpc,
    verify,
    from: from ?? configured ?? null,
    to,
  }));
}

async function chainsBehind(urls: readonly string[], { signal, onWait }: Waiting): Promise<ReadonlyMap<number, readonly string[]>> {
  while (!signal.aborted) {
    const { chains, unreachable } = await groupByChain(urls);
    if (unreachable.length > 0) onWait(unreachable.map(({ url, reason }) => `${url}: ${reason}`).join('; '));
    const [only] = chains;
    // Where all that answer are one chain, the silent ones are taken for its spare nodes: each is asked for its chain before it is used.
    if (only !== undefined && chains.size === 1) return new Map([[only[0], urls]]);
    if (chains.size > 1) return chains;
    await SYSTEM_CLOCK.sleep(ASK_AGAIN_MS, signal);
  }
  return new Map();
}
