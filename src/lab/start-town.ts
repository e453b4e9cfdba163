import { setTimeout as sleep } from 'node:timers/promises';
import type { Hex } from '../core/chain/block.js';
import { compileContracts } from './compile.js';
import type { Devnet } from './devnet/start-devnet.js';
import { Rotation } from './rotation.js';
import { SCENARIOS } from './scenarios/catalogue.js';
import { type MinedBlock, Town } from './town.js';
import type { TownPlan } from './town-plan.js';

export type TownEvent =
  | { readonly kind: 'deployed'; readonly blockNumber: number }
  | {
      readonly kind: 'attack' | 'twin' | 'notice';
      readonly detectorId: string;
      readonly transactionHashes: readonly Hex[];
      readonly blockNumber: number;
    }
  /** Something of the town did not go as told; the town goes on. */
  | { readonly kind: 'problem'; readonly text: string; readonly blockNumber: number };

export interface StartTownOptions {
  readonly devnet: Pick<Devnet, 'httpUrl' | 'chainId'>;
  readonly seed: number;
  readonly signal: AbortSignal;
  readonly blockMs?: number;
  readonly attackEveryBlocks?: number;
  /** Only stories of these are played: an attack that nobody would name says nothing. By default all that need no days to pass. */
  readonly detectorIds?: ReadonlySet<string>;
  /** Where compiled contracts are kept; by default in the build's folder. */
  readonly cacheDir?: string;
  readonly onEvent?: (event: TownEvent) => void;
}

export interface RunningTown {
  readonly plan: TownPlan;
  /** Resolves after the signal, when the last block is mined; rejects when the chain is gone. */
  readonly done: Promise<void>;
}

/** Blocks of everyday life before anything happens: detectors that compare need something to compare with. */
const CALM_BLOCKS = 6;
const CALM_BLOCK_S = 12;

/** Builds the town where it does not stand yet, and lets it live: a block every `blockMs`, now and then an attack and its benign twin. */
export async function startTown(options: StartTownOptions): Promise<RunningTown> {
  const { devnet, seed, cacheDir, onEvent = () => undefined } = options;
  const town = await Town.open(devnet, seed, compileContracts(cacheDir));
  onEvent({ kind: 'deployed', blockNumber: town.headNumber });
  const done = live(town, options, onEvent);
  done.catch(() => undefined); // Whoever waits for it is told.
  return { plan: town.plan, done };
}

async function live(town: Town, options: StartTownOptions, onEvent: (event: TownEvent) => void): Promise<void> {
  const { signal, blockMs = 1_500, attackEveryBlocks = 8, detectorIds } = options;
  const rotation = new Rotation(town, {
    everyBlocks: attackEveryBlocks,
    first: town.isNew ? 0 : town.headNumber,
    scenarios: SCENARIOS.filter(({ detectorId }) => detectorIds?.has(detectorId) ?? true),
    isInRealTime: true,
  });
  for (let i = 0; town.isNew && i < CALM_BLOCKS && !signal.aborted; i += 1)
    tell(await town.mine(town.headTimestamp + CALM_BLOCK_S), onEvent);
  while (!signal.aborted) {
    const startedAt = performance.now();
    rotation.next();
    tell(await town.mine(Math.max(Math.floor(Date.now() / 1_000), town.headTimestamp + 1)), onEvent);
    await sleep(Math.max(0, blockMs - (performance.now() - startedAt)), undefined, { signal }).catch(() => undefined);
  }
}

function tell({ number, deeds, refusals, reorganised }: MinedBlock, onEvent: (event: TownEvent) => void): void {
  if (reorganised)
    onEvent({ kind: 'problem', text: 'the chain was reorganised under the town, which gave up what it was about', blockNumber: number });
  for (const { kind, detectorId, transactionHash, blockNumber, succeeded } of deeds) {
    if (succeeded) onEvent({ kind, detectorId, transactionHashes: [transactionHash], blockNumber });
    else onEvent({ kind: 'problem', text: `${kind} for ${detectorId} reverted: ${transactionHash}`, blockNumber });
  }
  for (const { sent, reason } of refusals)
    onEvent({ kind: 'problem', text: `the devnet refused a transaction of ${sent.from.name}: ${reason}`, blockNumber: number });
}
