import { encodeDeployData, encodeFunctionData, encodePacked, getContractAddress, keccak256 } from 'viem';
import type { Address, Hex } from '../core/chain/block.js';
import { FatalError } from '../core/errors.js';
import { type Resident, residentOf } from './accounts.js';
import { contractAt, toAddress } from './address.js';
import type { Artifact, Artifacts } from './compile.js';
import type { Random } from './random.js';
import type { Call, Sender, Sent, Story } from './sender.js';
import type { TownPlan } from './town-plan.js';

/**
 * A transaction that a detector is judged by: an attack must be named, its benign twin must not, and a notice is a rightful act that the detector tells of all
 * the same, at most as medium.
 */
export interface Deed {
  readonly detectorId: string;
  readonly kind: 'attack' | 'twin' | 'notice';
  readonly sent: Sent;
}

/** A story told block by block: each `yield` ends a block; with a number, the next one is at least so many seconds later. It returns the deeds to judge by. */
export type Script = Generator<number | undefined, readonly Deed[]>;

export interface Scenario {
  readonly detectorId: string;
  /** Sides that let hours or days pass: they are not for a chain that runs in real time. */
  readonly takesTime?: readonly ('attack' | 'twin')[];
  attack(stage: Stage): Script;
  twin(stage: Stage): Script;
}

/** A contract by the name of its source. */
export interface Contract {
  readonly name: string;
  readonly address: Address;
}

export interface CallOptions {
  readonly valueWei?: bigint;
  readonly reverts?: boolean;
}

/** Room for whatever a story calls; unused gas costs nothing. */
const GAS_STORY = 6_000_000n;

/** Where scripts and traffic act. */
export class Stage {
  private newcomers = 0;
  /** The story whose turn it is; what is sent meanwhile belongs to it. */
  story: Story | null = null;

  constructor(
    readonly plan: TownPlan,
    readonly random: Random,
    private readonly artifacts: Artifacts,
    private readonly sender: Sender,
    /** Sets the newcomers of this run apart from those of an earlier run on the same chain. */
    private readonly run: number,
    /** Chain time of the block that is being made, as far as known. */
    readonly now: () => number,
  ) {}

  send(from: Resident, call: Call): Sent {
    return this.sender.send(from, call, this.story);
  }

  deploy(from: Resident, data: Hex): { readonly sent: Sent; readonly address: Address } {
    const sent = this.send(from, { to: null, data });
    return { sent, address: contractAt(from.address, sent.nonce) };
  }

  /** A new contract of somebody's, called by name from then on. */
  create(from: Resident, name: string, args: readonly unknown[] = [], valueWei = 0n): Contract & { readonly sent: Sent } {
    const sent = this.send(from, { to: null, data: this.creation(name, args), valueWei });
    return { name, address: contractAt(from.address, sent.nonce), sent };
  }

  /** A contract that stays for all stories: it is created when the first one needs it, by a resident who creates nothing else. */
  lasting(owner: Resident, name: string, args: readonly unknown[] = []): Contract {
    if (this.sender.nonceOf(owner) === 0) this.create(owner, name, args);
    return { name, address: contractAt(owner.address, 0) };
  }

  creation(name: string, args: readonly unknown[] = []): Hex {
    const { abi, bytecode } = this.artifactOf(name);
    return encodeDeployData({ abi, bytecode, args });
  }

  act(from: Resident, contract: Contract, functionName: string, args: readonly unknown[] = [], options: CallOptions = {}): Sent {
    return this.send(from, { to: contract.address, data: this.calldata(contract, functionName, args), gas: GAS_STORY, ...options });
  }

  /** A call whose arguments hold a signature. */
  actSigned(
    from: Resident,
    contract: Contract,
    functionName: string,
    args: () => Promise<readonly unknown[]>,
    options: CallOptions = {},
  ): Sent {
    const data = async () => this.calldata(contract, functionName, await args());
    return this.send(from, { to: contract.address, data, gas: GAS_STORY, ...options });
  }

  calldata(contract: Pick<Contract, 'name'>, functionName: string, args: readonly unknown[] = []): Hex {
    return encodeFunctionData({ abi: this.artifactOf(contract.name).abi, functionName, args });
  }

  /** `authority` puts on the code of `delegate` (EIP-7702), in a transaction that `by` pays for. */
  delegate(by: Resident, authority: Resident, delegate: Address): Sent {
    // Whoever sends it has used a nonce for the transaction before the authorization is looked at.
    const nonce = by === authority ? this.sender.nonceOf(by) + 1 : this.sender.nonceOf(authority);
    const sent = this.send(by, {
      to: authority.address,
      data: '0x',
      gas: GAS_STORY,
      delegations: [{ authority, delegate, nonce }],
    });
    this.sender.takeNonce(authority);
    return sent;
  }

  /** Where a factory's pool of two tokens stands (see Amm.sol). */
  pairAt(factory: Address, a: Address, b: Address): Address {
    const [token0, token1] = a < b ? [a, b] : [b, a];
    const salt = keccak256(encodePacked(['address', 'address'], [token0, token1]));
    return toAddress(getContractAddress({ opcode: 'CREATE2', from: factory, salt, bytecode: this.bytecodeOf('AmmPair') }));
  }

  bytecodeOf(contract: string): Hex {
    return this.artifactOf(contract).bytecode;
  }

  private artifactOf(contract: string): Artifact {
    const artifact = this.artifacts.get(contract);
    if (artifact === undefined) throw new FatalError('lab-contract', `The lab has no contract ${contract}.`);
    return artifact;
  }

  /** Somebody never seen before, with ether from the next block on. */
  newcomer(role: string, wei: bigint, from: Resident = this.plan.residents.treasury): Resident {
    const resident = this.stranger(role);
    this.send(from, { to: resident.address, valueWei: wei });
    return resident;
  }

  /** Somebody never seen before, without means. */
  stranger(role: string): Resident {
    this.newcomers += 1;
    return residentOf(this.plan.seed, `${role}:${this.run}:${this.newcomers}`);
  }

  user(): Resident {
    return this.random.pick(this.plan.users);
  }

  /** A second user who is not the first. */
  otherThan(user: Resident): Resident {
    const { users } = this.plan;
    return users[(users.indexOf(user) + this.random.between(1, users.length - 1)) % users.length] ?? user;
  }
}
