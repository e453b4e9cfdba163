import type { TownEvent } from '../../lab/start-town.js';
import type { RunningApi } from '../api/start-api.js';
import type { Config } from '../platform/config.js';
import type { OpenedScorer } from '../platform/open-scorer.js';
import { chainNameOf } from '../standalone/chain-statuses.js';
import type { FollowedChain } from '../worker/stages.js';

/** What a person reads on the terminal; logs go to stderr. */
function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function tellStart(api: RunningApi, { note }: OpenedScorer): void {
  say(
    '',
    `  Tocsin          ${api.url}`,
    `  Sign in, once   ${api.signInUrl()}`,
    ...(api.bootstrapKey === null ? [] : [`  API key         ${api.bootstrapKey}  (shown this once)`]),
    `  Scores          ${note}`,
    '',
  );
}

export function tellChains(chains: readonly FollowedChain[], isLab: boolean, { dataDir }: Pick<Config, 'dataDir'>): void {
  const names = chains.map(({ source }) => `${chainNameOf(source.chainId)} (${source.chainId})`).join(', ');
  say(
    isLab
      ? '  Watching a town on a local devnet: people trade, lend and save; every few blocks somebody is attacked, and somebody does what only looks like it.'
      : `  Watching ${names}.`,
    `  Data in ${dataDir}. Ctrl-C stops; the next start goes on from here.`,
    ...(isLab ? ['  A real chain:  npm start -- --rpc wss://YOUR-NODE --rpc https://YOUR-NODE --data .tocsin-mainnet'] : []),
    '',
  );
}

/** What the town does, so that a person can compare it with what the dashboard says. */
export function tellAttack(event: TownEvent): void {
  if (event.kind === 'attack') say(`  block ${event.blockNumber}: an attack, ${event.detectorId}`);
  else if (event.kind === 'problem') process.stderr.write(`town: ${event.text}\n`);
}
