import type { AccessListEntry, Address, Frame, Hex, Log } from '../core/chain/block.js';
import type { Transfer } from '../core/chain/decoded.js';

/** What somebody wants to send, before it is signed. */
export interface UnsignedTransaction {
  readonly from: Address;
  /** Null for a contract creation. */
  readonly to: Address | null;
  readonly input: Hex;
  readonly valueWei: bigint;
}

/** The world that a simulated transaction sees. Contracts that look at it to tell a simulation from the chain must not see the same one twice. */
export interface SimulationEnvironment {
  readonly name: string;
  readonly number: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly coinbase: Address;
  readonly blockGasLimit: number;
  /** Null: as the node has it, or the chain has none. */
  readonly baseFeePerGasWei: bigint | null;
  readonly prevRandao: Hex;
  readonly gas: number;
  /** Null: none is paid, which a contract can see. */
  readonly gasPriceWei: bigint | null;
  /** What the sender is given so that the simulation can run at all; null: what it has. The name says so. */
  readonly senderBalanceWei: bigint | null;
  /** What is put in the place of what the chain holds: the code of delegations that are not there yet, a switch that could be turned. */
  readonly overrides?: StateOverrides;
}

export interface StateOverrides {
  readonly code?: ReadonlyMap<Address, Hex>;
  readonly slots?: ReadonlyMap<Address, ReadonlyMap<Hex, Hex>>;
}

/** What a simulation cannot see on a node that lacks a method. */
export type Loss = 'logs' | 'trace' | 'native-transfers';

export interface SimulatedRun {
  readonly kind: 'ran';
  readonly status: 'succeeded' | 'reverted';
  readonly revertReason: string | null;
  readonly gasUsed: number | null;
  /** Null where the node showed none: nothing may be concluded from their absence. */
  readonly logs: readonly Log[] | null;
  readonly frames: readonly Frame[] | null;
  /** Movements of the native coin where only those were told and not the frames. */
  readonly nativeTransfers: readonly Transfer[] | null;
  readonly lost: readonly Loss[];
}

/** A refusal of the node and a failure on the way are values: neither is ever "nothing found". */
export type Simulation =
  | SimulatedRun
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

export interface SimulationBlock {
  readonly number: number;
  readonly hash: Hex;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly miner: Address;
  readonly gasLimit: number;
  readonly baseFeePerGasWei: bigint | null;
}

export interface AccountState {
  readonly balanceWei: bigint;
  readonly nonce: number;
  /** With what waits to be mined; null where the node does not tell. */
  readonly pendingNonce: number | null;
}

/** One after the other on one state: what a call does the next one sees. */
export type SequenceSimulation =
  | { readonly kind: 'ran'; readonly runs: readonly SimulatedRun[] }
  | { readonly kind: 'skipped' | 'failed'; readonly reason: string };

export interface Read {
  readonly to: Address;
  readonly input: Hex;
}

export interface LogFilter {
  /** As JSON-RPC has them: null is any, a list is one of these. */
  readonly topics: readonly (Hex | readonly Hex[] | null)[];
  /** Of one contract; left out: of all. */
  readonly address?: Address;
  readonly from: number;
  readonly to: number;
}

/** One chain's node as a place to try a transaction. Calls throw RetryableError where no endpoint answers; `simulate` and `simulateAll` never throw. */
export interface Simulator {
  readonly chainId: number;
  /** The block that simulations build on: the newest, or the one of a number. */
  block(timeoutMs: number, number?: number | null): Promise<SimulationBlock>;
  account(address: Address, block: SimulationBlock, timeoutMs: number): Promise<AccountState>;
  /** Only what the node told: an address that is absent is unknown. */
  codeOf(addresses: readonly Address[], block: SimulationBlock, timeoutMs: number): Promise<ReadonlyMap<Address, Hex>>;
  /** Words of storage, in the order asked; null where the node did not tell. */
  slotsOf(
    slots: readonly (readonly [contract: Address, slot: Hex])[],
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<readonly (Hex | null)[]>;
  /** What view functions answer, in the order asked; null where one reverts or is not told. */
  read(reads: readonly Read[], block: SimulationBlock, timeoutMs: number): Promise<readonly (Hex | null)[]>;
  /** Storage that the transaction reads or writes (`eth_createAccessList`); null where the node does not say. */
  touchedBy(tx: UnsignedTransaction, block: SimulationBlock, timeoutMs: number): Promise<readonly AccessListEntry[] | null>;
  /** Events of a range of blocks, by their topics. */
  logs(filter: LogFilter, timeoutMs: number): Promise<readonly Log[]>;
  simulate(tx: UnsignedTransaction, environment: SimulationEnvironment, block: SimulationBlock, timeoutMs: number): Promise<Simulation>;
  simulateAll(
    txs: readonly UnsignedTransaction[],
    environment: SimulationEnvironment,
    block: SimulationBlock,
    timeoutMs: number,
  ): Promise<SequenceSimulation>;
}
