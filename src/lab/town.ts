import type { Hex } from '../core/chain/block.js';
import { hashAt, isObject, numberAt, objectAt } from '../core/chain/quantity.js';
import { FatalError } from '../core/errors.js';
import { mintUsd, pay, rebalance } from './actions.js';
import { ether, USD_PER_ETHER, usd } from './amounts.js';
import type { Artifacts } from './compile.js';
import { rpc, rpcBatch } from './devnet/rpc.js';
import type { Devnet } from './devnet/start-devnet.js';
import { Random } from './random.js';
import { type Refusal, Sender } from './sender.js';
import { settle } from './settle.js';
import { type Deed, type Scenario, type Script, Stage } from './stage.js';
import { planTown, type TownPlan } from './town-plan.js';
import { everydayTraffic } from './traffic.js';

/** A deed as it was mined. */
export interface MinedDeed {
  readonly detectorId: string;
  readonly kind: Deed['kind'];
  readonly transactionHash: Hex;
  readonly blockNumber: number;
  readonly succeeded: boolean;
}

export interface MinedBlock {
  readonly number: number;
  readonly timestamp: number;
  readonly deeds: readonly MinedDeed[];
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

/** Everyday transactions in a block. */
const [FEWEST, MOST] = [5, 16];
const SETTLING_BLOCK_S = 12;
const REBALANCE_EVERY = 5;
const ALLOWANCE_EVERY = 3;
/** What these two have from before the chain's first block. */
const TREASURY_WEI = 10n ** 27n;
const EXPLOITER_WEI = 10n ** 21n;

/** The town on its chain. It mines every block itself, so that what is in which block follows from the seed alone. */
export class Town {
  private scripts: Script[] = [];
  private built = false;

  private constructor(
    readonly plan: TownPlan,
    private readonly url: string,
    private readonly stage: Stage,
    private readonly sender: Sender,
    private readonly random: Random,
    private head: TownHead,
  ) {}

  /** Finds the town on its chain, or builds it there. */
  static async open(devnet: Pick<Devnet, 'httpUrl' | 'chainId'>, seed: number, artifacts: Artifacts): Promise<Town> {
    const url = devnet.httpUrl;
    const head = headFrom(await rpc(url, 'eth_getBlockByNumber', ['latest', false]));
    const plan = planTown(seed);
    // A run that goes on with a chain must not repeat its beginning.
    const random = new Random(seed * 1_000_003 + head.number);
    const sender = new Sender(url, devnet.chainId, random, [...Object.values(plan.residents), ...plan.users]);
    const stage = new Stage(plan, random, artifacts, sender, head.number);
    const town = new Town(plan, url, stage, sender, random, head);
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
    this.scripts.push(scenario[side](this.stage));
  }

  get isQuiet(): boolean {
    return this.scripts.length === 0;
  }

  /** One block: the stories a step further, what people do besides, and what keeps the town alive. */
  async mine(timestamp: number): Promise<MinedBlock> {
    const transactions = this.random.between(FEWEST, MOST);
    const deeds: Deed[] = [];
    const before = Math.floor(transactions / 2);
    everydayTraffic(this.stage, before);
    this.scripts = this.scripts.filter((script) => {
      const step = script.next();
      if (step.done === true) deeds.push(...step.value);
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
    const refusals = await this.sender.flush();
    await rpc(this.url, 'evm_mine', [timestamp]);
    const head = headFrom(await rpc(this.url, 'eth_getBlockByNumber', ['latest', false]));
    const reorganised = head.parentHash !== this.head.hash;
    this.head = head;
    if (reorganised) {
      this.scripts = [];
      await this.sender.startOver();
    }
    return { number: head.number, timestamp: head.timestamp, deeds: reorganised ? [] : await this.mined(deeds), refusals, reorganised };
  }

  private async mined(deeds: readonly Deed[]): Promise<readonly MinedDeed[]> {
    const known = deeds.flatMap(({ detectorId, kind, sent: { hash } }) => (hash === null ? [] : [{ detectorId, kind, hash }]));
    const receipts = await rpcBatch(
      this.url,
      known.map(({ hash }) => ({ method: 'eth_getTransactionReceipt', params: [hash] })),
    );
    return known.flatMap(({ detectorId, kind, hash }, i) => {
      const answer = receipts[i];
      if (answer?.ok !== true || !isObject(answer.result)) return []; // Refused: told among the refusals.
      const { result } = answer;
      return [
        {
          detectorId,
          kind,
          transactionHash: hash,
          blockNumber: numberAt(result['blockNumber'], 'receipt.blockNumber'),
          succeeded: result['status'] === '0x1',
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
