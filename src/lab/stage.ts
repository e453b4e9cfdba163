import type { Address, Hex } from '../core/chain/block.js';
import { FatalError } from '../core/errors.js';
import { type Resident, residentOf } from './accounts.js';
import { contractAt } from './address.js';
import type { Artifacts } from './compile.js';
import type { Random } from './random.js';
import type { Call, Sender, Sent } from './sender.js';
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

/** A story told block by block: each `yield` ends a block. It returns the deeds to judge by. */
export type Script = Generator<void, readonly Deed[]>;

export interface Scenario {
  readonly detectorId: string;
  attack(stage: Stage): Script;
  twin(stage: Stage): Script;
}

/** Where scripts and traffic act. */
export class Stage {
  private newcomers = 0;

  constructor(
    readonly plan: TownPlan,
    readonly random: Random,
    private readonly artifacts: Artifacts,
    private readonly sender: Sender,
    /** Sets the newcomers of this run apart from those of an earlier run on the same chain. */
    private readonly run: number,
  ) {}

  send(from: Resident, call: Call): Sent {
    return this.sender.send(from, call);
  }

  deploy(from: Resident, data: Hex): { readonly sent: Sent; readonly address: Address } {
    const sent = this.sender.send(from, { to: null, data });
    return { sent, address: contractAt(from.address, sent.nonce) };
  }

  bytecodeOf(contract: string): Hex {
    const artifact = this.artifacts.get(contract);
    if (artifact === undefined) throw new FatalError('lab-contract', `The lab has no contract ${contract}.`);
    return artifact.bytecode;
  }

  /** Somebody never seen before, with ether from the next block on. */
  newcomer(role: string, wei: bigint): Resident {
    this.newcomers += 1;
    const resident = residentOf(this.plan.seed, `${role}:${this.run}:${this.newcomers}`);
    this.send(this.plan.residents.treasury, { to: resident.address, valueWei: wei });
    return resident;
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
