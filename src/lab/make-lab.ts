import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FatalError } from '../core/errors.js';
import { compileContracts } from './compile.js';
import { DEVNET_CHAIN_ID, startDevnet } from './devnet/start-devnet.js';
import { writeTownLabels } from './labels.js';
import { writeTownPrices } from './prices.js';
import { Random } from './random.js';
import { recordBlock } from './record-block.js';
import { Rotation } from './rotation.js';
import { SCENARIOS } from './scenarios/catalogue.js';
import type { Scenario } from './stage.js';
import { type MinedBlock, type MinedDeed, Town } from './town.js';

export interface MakeLabOptions {
  readonly seed: number;
  /** Blocks of the whole chain, the town's building included. */
  readonly blocks: number;
  /** Each is followed by its benign twin. */
  readonly attacks: number;
  /** A folder that does not exist or is empty. */
  readonly out: string;
  /** Only stories of these; by default of all. */
  readonly detectorIds?: ReadonlySet<string>;
  readonly cacheDir?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface LabSummary {
  readonly chainId: number;
  readonly blocks: number;
  readonly transactions: number;
  readonly attacks: number;
  readonly twins: number;
}

/** Fixed, so that the same seed gives the same transactions. */
const GENESIS_TIMESTAMP = 1_700_000_000;
const BLOCK_S = 12;
/** From building to living: code must be able to be old. */
const GAP_S = 2 * 86_400;
const CALM_BLOCKS = 10;
/** Building, calm, and the end of the last stories. */
const BLOCKS_WITHOUT_ATTACK = 48;
const LEAST_INTERVAL = 2;
const RECORDED_AT_ONCE = 8;

/** Makes a labelled chain as fast as the node goes: recorded blocks, labels, and the truth about which transactions are attacks. */
export async function makeLab(options: MakeLabOptions): Promise<LabSummary> {
  const { blocks, attacks, out } = options;
  const interval = Math.floor((blocks - BLOCKS_WITHOUT_ATTACK) / Math.max(1, attacks));
  if (interval < LEAST_INTERVAL)
    throw new FatalError(
      'lab-too-short',
      `--blocks ${blocks}: ${attacks} attacks need at least ${BLOCKS_WITHOUT_ATTACK + attacks * LEAST_INTERVAL} blocks.`,
    );
  mkdirSync(out, { recursive: true });
  if (readdirSync(out).length > 0) throw new FatalError('lab-out', `--out ${out}: the folder is not empty. Give a new one.`);
  const scratch = mkdtempSync(path.join(tmpdir(), 'tocsin-lab-'));
  try {
    const devnet = await startDevnet({ dir: scratch, genesisTimestamp: GENESIS_TIMESTAMP });
    try {
      return await record(devnet.httpUrl, interval, options);
    } finally {
      await devnet.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function record(url: string, interval: number, options: MakeLabOptions): Promise<LabSummary> {
  const { seed, blocks, attacks, out, detectorIds, cacheDir, onProgress = () => undefined } = options;
  const town = await Town.open({ httpUrl: url, chainId: DEVNET_CHAIN_ID }, seed, compileContracts(cacheDir));
  const scenarios = SCENARIOS.filter(({ detectorId }) => detectorIds?.has(detectorId) ?? true);
  const rotation = new Rotation(town, { everyBlocks: interval, most: attacks, scenarios: shuffled(scenarios, seed) });
  const truth: MinedDeed[] = [];
  let [begun, recorded, transactions] = [0, 0, 0];
  const recordNext = async (): Promise<void> => {
    begun += 1;
    const count = await recordBlock(url, begun, out);
    transactions += count; // Not before: others are counted meanwhile.
    recorded += 1;
    onProgress(recorded, blocks);
  };
  // Several at once, and never while the node mines: anvil 1.7 can lock itself up where it traces and mines at the same time.
  const recordMined = async (): Promise<void> => {
    while (begun < town.headNumber)
      await Promise.all(Array.from({ length: Math.min(RECORDED_AT_ONCE, town.headNumber - begun) }, recordNext));
  };
  const start = town.headNumber;
  for (;;) {
    if (town.headNumber - begun >= RECORDED_AT_ONCE) await recordMined();
    const lived = town.headNumber - start;
    if (town.headNumber >= blocks) break;
    if (lived >= CALM_BLOCKS) rotation.next();
    truth.push(...asPlanned(await town.mine(lived === CALM_BLOCKS ? town.headTimestamp + GAP_S : town.nextTimestamp(BLOCK_S))));
  }
  await recordMined();
  if (!town.isQuiet) throw new FatalError('lab-unfinished', 'A story of the lab did not end within its blocks.');
  const rows = truth.map(({ detectorId, kind, transactionHash, blockNumber }) => ({ detectorId, kind, transactionHash, blockNumber }));
  writeFileSync(path.join(out, 'truth.json'), `${JSON.stringify(rows, null, 1)}\n`);
  writeFileSync(path.join(out, 'manifest.json'), `${JSON.stringify({ chainId: DEVNET_CHAIN_ID, seed })}\n`);
  writeTownLabels(path.join(out, 'labels.csv'), town.plan);
  writeTownPrices(path.join(out, 'prices.csv'), town.plan);
  const count = (kind: MinedDeed['kind']) => truth.filter((deed) => deed.kind === kind).length;
  return { chainId: DEVNET_CHAIN_ID, blocks: recorded, transactions, attacks: count('attack'), twins: count('twin') };
}

/** A chain with fewer attacks than there are stories has some of each kind, other ones with another seed. */
function shuffled(scenarios: readonly Scenario[], seed: number): readonly Scenario[] {
  const random = new Random(seed);
  return scenarios
    .map((scenario) => ({ scenario, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ scenario }) => scenario);
}

/** A truth that did not happen would be a lie: anything that went wrong stops the making. */
function asPlanned({ number, deeds, acts, refusals }: MinedBlock): readonly MinedDeed[] {
  const [refusal] = refusals;
  if (refusal !== undefined)
    throw new FatalError('lab-refused', `Block ${number}: a transaction of ${refusal.sent.from.name} was refused: ${refusal.reason}`);
  const failed = acts.find(({ succeeded }) => !succeeded);
  if (failed !== undefined)
    throw new FatalError(
      'lab-reverted',
      `Block ${number}: a transaction of the ${failed.side} for ${failed.detectorId} did not go as meant: ${failed.transactionHash}`,
    );
  return deeds;
}
