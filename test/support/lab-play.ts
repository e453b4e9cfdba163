import path from 'node:path';
import { RpcChainSource } from '../../src/adapters/chain-source/rpc-chain-source.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { readLabels } from '../../src/adapters/labels/read-labels.js';
import { readPrices } from '../../src/adapters/prices/price-table.js';
import type { Block } from '../../src/core/chain/block.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import type { Finding } from '../../src/core/detect/finding.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { compileContracts } from '../../src/lab/compile.js';
import type { Devnet } from '../../src/lab/devnet/start-devnet.js';
import { writeTownLabels } from '../../src/lab/labels.js';
import { writeTownPrices } from '../../src/lab/prices.js';
import { SCENARIOS } from '../../src/lab/scenarios/catalogue.js';
import type { Scenario } from '../../src/lab/stage.js';
import { type MinedAct, type MinedBlock, type MinedDeed, Town } from '../../src/lab/town.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import type { Knowledge } from '../../src/pipeline/analyse/knowledge.js';
import { createCodeFacts } from '../../src/pipeline/ingest/code-facts.js';
import { loadBlock } from '../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';

const CALM_BLOCKS = 6;
const BLOCK_S = 12;
const GAP_S = 2 * 86_400;
/** A story that has not ended by then never will. */
const MOST_BLOCKS = 60;
/** Blocks that are mined before they are looked at. */
const UNSEEN = 24;
const metrics = SILENT_METRICS;

/** One side of a scenario as it was mined and as the detectors saw it. */
export interface Played {
  readonly detectorId: string;
  readonly side: 'attack' | 'twin';
  readonly deeds: readonly MinedDeed[];
  readonly acts: readonly MinedAct[];
  readonly findings: readonly Finding[];
}

export interface LabPlay {
  readonly played: readonly Played[];
  /** What was found in transactions that belong to no story. */
  readonly everyday: readonly Finding[];
  readonly partialReasons: readonly string[];
  readonly problems: readonly string[];
  readonly transactions: number;
}

/** Blocks of the devnet through the real way of analysing, one after the other. */
class Watch {
  readonly partialReasons = new Set<string>();
  transactions = 0;
  private next = 1;
  private fetched: readonly Block[] = [];
  private readonly state = new ChainState();
  private readonly withFacts: (block: Block) => Promise<Block>;

  private constructor(
    private readonly source: RpcChainSource,
    private readonly verifier: BlockVerifier,
    private readonly knowledge: Knowledge,
  ) {
    this.withFacts = createCodeFacts(source, metrics);
  }

  static async open(devnet: Devnet, labelsFile: string, pricesFile: string): Promise<Watch> {
    const book = createLabelBook(await readLabels(labelsFile));
    const prices = await readPrices(pricesFile);
    return new Watch(
      new RpcChainSource({ chainId: devnet.chainId, urls: [devnet.httpUrl], pollMs: 50 }),
      new BlockVerifier(await createHashing(), 'full'),
      {
        ...book,
        priceUsdOf: prices.usdOf,
        decimalsOf: prices.decimalsOf,
      },
    );
  }

  /**
   * Fetches what is new up to the head and meanwhile looks at what was fetched before. The node never mines at that time: anvil 1.7 can lock itself up where it
   * traces and mines at once. Returns what was found; what is still to be looked at comes with the next call.
   */
  async catchUp(head: number): Promise<readonly Finding[]> {
    const numbers = Array.from({ length: head + 1 - this.next }, (_, i) => this.next + i);
    const loading = Promise.all(numbers.map((number) => this.load(number)));
    loading.catch(() => undefined); // Awaited below; until then a failure is not unhandled.
    const findings: Finding[] = [];
    for (const block of this.fetched) {
      await new Promise<void>((resolve) => setImmediate(resolve)); // Answers of the node have their turn.
      findings.push(...this.analyse(block));
    }
    this.fetched = await loading;
    this.next = head + 1;
    return findings;
  }

  get seen(): number {
    return this.next - 1;
  }

  private async load(number: number): Promise<Block> {
    const loaded = await loadBlock({ source: this.source, verifier: this.verifier, metrics, isReplay: false, nowMs: () => 0 }, number);
    if (loaded.kind !== 'block') throw new Error(`block ${number} is ${loaded.kind}`);
    return this.withFacts(loaded.block);
  }

  private analyse(block: Block): readonly Finding[] {
    const analysed = analyseBlock(block, this.state, {
      detectors: CATALOGUE,
      scorer: null,
      knowledge: this.knowledge,
      stamp: { modelId: null, rulesVersion: 'test', analysedAtMs: 0, hashText: (text) => text },
      generation: 1,
      onDetectorFailure: (id, error) => {
        throw new Error(`${id}: ${String(error)}`);
      },
    });
    for (const reason of analysed.summary.partialReasons) this.partialReasons.add(reason);
    this.transactions += analysed.transactions.length;
    return analysed.findings;
  }

  close(): Promise<void> {
    return this.source.close();
  }
}

/** Every scenario, attack and twin, one after the other on one chain, in a town that is a little quieter than at the default start. */
export async function playAll(devnet: Devnet, dir: string, seed: number): Promise<LabPlay> {
  const town = await Town.open(devnet, seed, compileContracts(), { traffic: [1, 5] });
  const labels = path.join(dir, 'labels.csv');
  writeTownLabels(labels, town.plan);
  const prices = path.join(dir, 'prices.csv');
  writeTownPrices(prices, town.plan);
  const watch = await Watch.open(devnet, labels, prices);
  const everyday: Finding[] = [];
  const problems: string[] = [];
  const built = town.headNumber;

  async function mine(timestamp: number): Promise<MinedBlock> {
    const mined = await town.mine(timestamp);
    problems.push(...mined.refusals.map(({ sent, reason }) => `${sent.story?.detectorId}: ${sent.from.name} was refused: ${reason}`));
    for (const act of mined.acts)
      if (!act.succeeded) problems.push(`${act.detectorId} ${act.side}: ${act.transactionHash} did not go as meant`);
    return mined;
  }

  const played: (Played & { readonly findings: Finding[]; readonly first: number; readonly last: number })[] = [];

  /** What was found goes to the side of a story that was played in that block. */
  async function look(): Promise<void> {
    for (const finding of await watch.catchUp(town.headNumber)) {
      const { blockNumber, transactionHash } = finding;
      const side = played.find(({ first, last }) => first <= blockNumber && blockNumber <= last);
      if (side !== undefined && (transactionHash === null || side.acts.some((act) => act.transactionHash === transactionHash)))
        side.findings.push(finding);
      else if (transactionHash !== null || blockNumber <= built) everyday.push(finding);
    }
  }

  async function play(scenario: Scenario, side: 'attack' | 'twin'): Promise<void> {
    const first = town.headNumber + 1;
    town.begin(scenario, side);
    const [deeds, acts]: [MinedDeed[], MinedAct[]] = [[], []];
    for (let block = 0; !town.isQuiet; block += 1) {
      if (block > MOST_BLOCKS) throw new Error(`${scenario.detectorId} ${side} does not end`);
      const mined = await mine(town.nextTimestamp(BLOCK_S));
      deeds.push(...mined.deeds);
      acts.push(...mined.acts);
    }
    played.push({ detectorId: scenario.detectorId, side, deeds, acts, findings: [], first, last: town.headNumber });
    if (town.headNumber - watch.seen >= UNSEEN) await look();
  }

  for (let block = 0; block < CALM_BLOCKS; block += 1) await mine(town.headTimestamp + BLOCK_S);
  await mine(town.headTimestamp + GAP_S);
  for (const scenario of SCENARIOS) {
    await play(scenario, 'attack');
    await play(scenario, 'twin');
  }
  await look();
  await look();
  await watch.close();
  return { played, everyday, partialReasons: [...watch.partialReasons], problems, transactions: watch.transactions };
}
