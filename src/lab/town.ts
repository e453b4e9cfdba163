import type { Hex } from '../core/chain/block.js';
import { hashAt, isObject, numberAt, objectAt } from '../core/chain/quantity.js';
import { FatalError } from '../core/errors.js';
import { mintUsd, pay, rebalance } from './actions.js';
import { ether, USD_PER_ETHER, usd } from './amounts.js';
import type { Artifacts } from './compile.js';
import { rpc, rpcBatch } from './devnet/rpc.js';
import type { Devnet } from './devnet/start-devnet.js';
import { Random } from './random.js';
import { type Refusal, Sender, type Sent, type Story } from './sender.js';
import { settle } from './settle.js';
import { type Deed, type Scenario, type Script, Stage } from './stage.js';
import { planTown, type TownPlan } from './town-plan.js';
import { everydayTraffic } from './traffic.js';

export interface Mined {
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  /** It went as it was meant to: some are meant to fail. */
  readonly succeeded: boolean;
}

/** A deed as it was mined. */
export type MinedDeed = Omit<Deed, 'sent'> & Mined;
export type MinedAct = Story & Mined;

export interface MinedBlock {
  readonly number: number;
  readonly timestamp: number;
  readonly deeds: readonly MinedDeed[];
  /** Every transaction of a story, those that are judged among them. */
  readonly acts: readonly MinedAct[];
  /** What the node would not take: people without means, mostly. */
  readonly refusals: readonly Refusal[];
  /** The block does not follow the one that the town mined before: somebody reorganised the chain, and the stories under way were given up. */
  readonly reorganised: boolean;
}

interface TownHead {
  readonly number: number;
  readonly timestamp: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
}

/** A story under way, and when it may go on. */
interface Playing {
  readonly story: Story;
  readonly script: Script;
  wakesAt: number;
}

export interface TownOptions {
  /** Everyday transactions in a block: fewest and most. */
  readonly traffic?: readonly [number, number];
}

const EVERYDAY = [5, 16] as const;
const SETTLING_BLOCK_S = 12;
const REBALANCE_EVERY = 5;
const ALLOWANCE_EVERY = 3;
/** What these two have from before the chain's first block. */
const TREASURY_WEI = 10n ** 27n;
const EXPLOITER_WEI = 10n ** 21n;

/** The town on its chain. It mines every block itself, so that what is in which block follows from the seed alone. */
export class Town {
  private scripts: Playing[] = [];
  private built = false;

  private constructor(
    readonly plan: TownPlan,
    private readonly url: string,
    private readonly stage: Stage,
    private readonly sender: Sender,
    private readonly random: Random,
    private head: TownHead,
    private readonly traffic: readonly [number, number],
  ) {}

  /** Finds the town on its chain, or builds it there. */
  static async open(
    devnet: Pick<Devnet, 'httpUrl' | 'chainId'>,
    seed: number,
    artifacts: Artifacts,
    { traffic = EVERYDAY }: TownOptions = {},
  ): Promise<Town> {
    const url = devnet.httpUrl;
    const head = headFrom(await rpc(url, 'eth_getBlockByNumber', ['latest', false]));
    const plan = planTown(seed);
    // A run that goes on with a chain must not repeat its beginning.
    const random = new Random(seed * 1_000_003 + head.number);
    const sender = new Sender(url, devnet.chainId, random, [
      ...Object.values(plan.residents),
      ...Object.values(plan.places).map(({ owner }) => owner),
      ...plan.users,
    ]);
    const stage: Stage = new Stage(plan, random, artifacts, sender, head.number, () => town.headTimestamp);
    const town: Town = new Town(plan, url, stage, sender, random, head, traffic);
    await sender.begin();
    if (!(await town.stands())) await town.build();
    return town;
  }

  /** True where this run built the town; false where it was found. */
  get isNew(): boolean {
    return this.built;
  }

  get headNumber(): number {
    return this.head.number;
  }

  get headTimestamp(): number {
    return this.head.timestamp;
  }

  /** Whether its last contract is there, and money in the bank, which is the last thing that people do while the town is built. */
  private async stands(): Promise<boolean> {
    const { bank, phishingCounter } = this.plan.contracts;
    const code = await rpc(this.url, 'eth_getCode', [phishingCounter, 'latest']);
    const balance = await rpc(this.url, 'eth_getBalance', [bank, 'latest']);
    return code !== '0x' && balance !== '0x0';
  }

  private async build(): Promise<void> {
    const { treasury, exploiter } = this.plan.residents;
    if (this.sender.nonceOf(treasury) > 0)
      throw new FatalError(
        'lab-half-built',
        'The devnet’s chain holds a town that was cut off while it was built. Delete its folder and start again.',
      );
    await rpc(this.url, 'anvil_setBalance', [treasury.address, `0x${TREASURY_WEI.toString(16)}`]);
    await rpc(this.url, 'anvil_setBalance', [exploiter.address, `0x${EXPLOITER_WEI.toString(16)}`]);
    const settling = settle(this.stage);
    while (settling.next().done !== true) {
      const { refusals } = await this.seal(this.head.timestamp + SETTLING_BLOCK_S);
      const [refusal] = refusals;
      if (refusal !== undefined)
        throw new FatalError('lab-build', `The town could not be built: ${refusal.sent.from.name} was refused: ${refusal.reason}`);
    }
    if (!(await this.stands())) throw new FatalError('lab-build', 'The town’s contracts did not come to stand where they were planned.');
    this.built = true;
  }

  /** A story begins; it goes on with every block. */
  begin(scenario: Scenario, side: 'attack' | 'twin'): void {
    this.scripts.push({ story: { detectorId: scenario.detectorId, side }, script: scenario[side](this.stage), wakesAt: 0 });
  }

  get isQuiet(): boolean {
    return this.scripts.length === 0;
  }

  /** When the next block should be: so much later, or when the first story goes on where all of them wait for time to pass. */
  nextTimestamp(blockS: number): number {
    const soon = this.head.timestamp + blockS;
    return this.isQuiet ? soon : Math.max(soon, Math.min(...this.scripts.map(({ wakesAt }) => wakesAt)));
  }

  /** One block: the stories a step further, what people do besides, and what keeps the town alive. */
  async mine(timestamp: number): Promise<MinedBlock> {
    const transactions = this.random.between(...this.traffic);
    const deeds: Deed[] = [];
    const before = Math.floor(transactions / 2);
    everydayTraffic(this.stage, before);
    this.scripts = this.scripts.filter((playing) => {
      if (playing.wakesAt > timestamp) return true;
      this.stage.story = playing.story;
      const step = playing.script.next();
      this.stage.story = null;
      if (step.done === true) deeds.push(...step.value);
      else playing.wakesAt = timestamp + (step.value ?? 0);
      return step.done !== true;
    });
    everydayTraffic(this.stage, transactions - before);
    this.keepAlive();
    return this.seal(timestamp, deeds);
  }

  private keepAlive(): void {
    const next = this.head.number + 1;
    if (next % REBALANCE_EVERY === 0) rebalance(this.stage, usd(USD_PER_ETHER));
    if (next % ALLOWANCE_EVERY !== 0) return;
    const user = this.stage.user();
    pay(this.stage, this.plan.residents.treasury, user.address, ether(this.random.between(1, 5)));
    mintUsd(this.stage, user.address, usd(this.random.between(500, 5_000)));
  }

  private async seal(timestamp: number, deeds: readonly Deed[] = []): Promise<MinedBlock> {
    const { sent, refusals } = await this.sender.flush();
    await rpc(this.url, 'evm_mine', [timestamp]);
    const head = headFrom(await rpc(this.url, 'eth_getBlockByNumber', ['latest', false]));
    const reorganised = head.parentHash !== this.head.hash;
    this.head = head;
    if (reorganised) {
      this.scripts = [];
      await this.sender.startOver();
    }
    const { number, timestamp: minedAt } = head;
    if (reorganised) return { number, timestamp: minedAt, deeds: [], acts: [], refusals, reorganised };
    const acts = await this.mined(sent.flatMap((one) => (one.story === null ? [] : [{ ...one.story, sent: one }])));
    return { number, timestamp: minedAt, deeds: await this.mined(deeds), acts, refusals, reorganised };
  }

  /** How it went; what the node refused is left out, and told among the refusals. */
  private async mined<T extends { readonly sent: Sent }>(list: readonly T[]): Promise<readonly (Omit<T, 'sent'> & Mined)[]> {
    const known = list.flatMap(({ sent, ...rest }) => (sent.hash === null ? [] : [{ rest, hash: sent.hash, call: sent.call }]));
    const receipts = await rpcBatch(
      this.url,
      known.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
    );
    return known.flatMap(({ rest, hash, call }, i) => {
      const answer = receipts[i];
      if (answer?.ok !== true || !isObject(answer.result)) return [];
      const { result } = answer;
      const isDone = result['status'] === '0x1';
      return [
        {
          ...rest,
          transactionHash: hash,
          blockNumber: numberAt(result['blockNumber'], 'receipt.blockNumber'),
          succeeded: isDone !== (call.reverts === true),
        },
      ];
    });
  }
}

function headFrom(block: unknown): TownHead {
  const header = objectAt(block, 'block');
  return {
    number: numberAt(header['number'], 'block.number'),
    timestamp: numberAt(header['timestamp'], 'block.timestamp'),
    hash: hashAt(header['hash'], 'block.hash'),
    parentHash: hashAt(header['parentHash'], 'block.parentHash'),
  };
}
