import type { Address, Hex } from '../chain/block.js';
import type { WindowEntry } from '../state/window.js';
import type { MixerDeposit } from './mixer-deposits.js';
import type { SeenSignature } from './signatures.js';
import type { FundingSource } from './sources.js';
import type { StageSeen } from './stages.js';
import type { Taint } from './taint.js';
import type { OwnerTouched } from './takings.js';

/** What a contract has let go of one token, in single transactions, until the previous one. Amounts in the token's smallest unit. */
export interface OutflowHistory {
  readonly count: number;
  readonly max: bigint;
  /** Largest share of what it held that went at once, 0–1. */
  readonly maxShare: number;
  /** 99.9th percentile of the single outflows; equals max below 1,000 of them. */
  readonly p999: bigint;
}

/** The first coins of an account. */
export interface Funding {
  /** Whose coins they were: a mixer, an exchange, a person. */
  readonly from: Address;
  /** Who sent the transaction. */
  readonly by: Address;
  /** Chain seconds. */
  readonly at: number;
  readonly amountWei: bigint;
  /** What the payer was known to be then. */
  readonly source: FundingSource;
}

/** A contract of an attack on this chain, and how alike the code is: 0–1. */
export interface Resemblance {
  readonly contract: Address;
  readonly share: number;
}

/** Of a contract that gives shares of itself for deposits: transactions in which money came with new shares, left with burnt ones, or left without. */
export interface ShareHistory {
  readonly matchedIn: number;
  readonly matchedOut: number;
  readonly unmatchedOut: number;
}

/** An account's delegation (EIP-7702), and what it was paid in one block. */
export interface Delegation {
  /** The zero address: taken back. */
  readonly delegate: Address;
  /** Chain seconds. */
  readonly at: number;
  readonly paidInBlock: number;
  readonly paidWei: bigint;
}

/** A piece that was sold. */
export interface PastSale {
  /** Chain seconds. */
  readonly at: number;
  readonly seller: Address;
  readonly buyer: Address;
  readonly market: Address;
  readonly priceWei: bigint;
}

/** Who bought a token from pools, who sold it there, and who tried to and failed: the first sixteen of each. */
export interface TokenTraders {
  readonly buyers: readonly Address[];
  readonly sellers: readonly Address[];
  readonly failedSellers: readonly Address[];
}

/** A swap earlier in a block. */
export interface BlockSwap {
  readonly from: Address;
  readonly to: Address | null;
  /** The pool's first token went in. */
  readonly isZeroIn: boolean;
  /** Of the transaction. */
  readonly index: number;
}

/** Liquidity that was added earlier in a block. */
export interface BlockPosition {
  readonly owner: Address;
  readonly range: string;
  readonly liquidity: bigint;
  /** Of the transaction. */
  readonly index: number;
  readonly by: Address;
}

/** Calls of a contract from outside in the newest hour in which there were any, and in all hours before. */
export interface CallsOfHour {
  /** Hours since the epoch. */
  readonly hour: number;
  readonly calls: number;
  readonly failed: number;
  readonly callsBefore: number;
  readonly failedBefore: number;
}

export interface HourlyOutflow {
  /** Chain seconds: the hour's beginning. */
  readonly at: number;
  readonly amount: bigint;
}

/** How a function was called from outside. Gas as the natural logarithm of gas + 1. */
export interface FunctionHistory {
  readonly calls: number;
  readonly gasMax: number;
  readonly gasMean: number;
  /** Who alone ever called it; null: several did. */
  readonly soleSender: Address | null;
  readonly lastSender: Address;
  readonly lastBlock: number;
  readonly callsInLastBlock: number;
}

/** Rolling state as detectors may ask it: as of the previous transaction in (block, index) order. Null means never seen. */
export interface ContractHistory {
  /** Chain time in seconds when this address first appeared as a party. */
  firstSeenAt(address: Address): number | null;
  /** Transactions sent by this address as far as seen. */
  sentCount(address: Address): number;
  outflowOf(contract: Address, token: Address): OutflowHistory | null;
  /** Net amount of a token that moved in since watching began; never below zero. Null where none moved. */
  holdingsOf(owner: Address, token: Address): bigint | null;
  /** Whom an account paid itself, the last 64. */
  paidBy(owner: Address): readonly Address[];
  /** A counterparty that `owner` really paid and that shares the first and last 4 hex digits with `address`, without being it. */
  lookalikeOf(owner: Address, address: Address): Address | null;
  /** How much of a token went to `place` in transactions that `person` sent, from it or from the contract it called; what it took out again is not subtracted. */
  broughtBy(person: Address, place: Address, token: Address): bigint;
  /** Who called a function of a contract last, from outside. `selector` is empty for plain payments. */
  lastCallerOf(contract: Address, selector: string): Address | null;
  /** Money of robbers that an address received, and attackers themselves; labels are not asked here (`core/detect/taint.ts` does both). */
  taintOf(address: Address): Taint | null;
  /** What an account put into mixers within ten days, oldest first. */
  mixerDepositsOf(account: Address): readonly MixerDeposit[];
  /** Chain seconds at which an owner last allowed a spender anything, by approval or permit. */
  approvedAt(owner: Address, spender: Address): number | null;
  /** Whose tokens a spender took nearly all of within a day, soon after they allowed it. */
  takingsOf(spender: Address): readonly OwnerTouched[];
  /** Whose permits for a spender were handed in by others within a day. */
  permitsHandedInFor(spender: Address): readonly OwnerTouched[];
  /** The last delegation of an account whose authorization was seen and recovered. */
  delegationOf(account: Address): Delegation | null;
  /** Sales of a collection's pieces within 30 days, oldest first: the last sixteen. */
  salesOf(collection: Address): readonly PastSale[];
  /** Sales of one piece within ten days, oldest first: the last eight. */
  salesOfPiece(collection: Address, tokenId: bigint): readonly PastSale[];
  tradersOf(token: Address): TokenTraders;
  /** What was minted less what was burnt of a token that was watched since it exists; null of others. */
  supplyOf(token: Address): bigint | null;
  swapsInBlock(pool: Address, blockNumber: number): readonly BlockSwap[];
  positionsInBlock(pool: Address, blockNumber: number): readonly BlockPosition[];
  /** Liquidations of a market within ten days, oldest first: the last 500. */
  liquidationsOf(market: Address): readonly WindowEntry[];
  callsOf(contract: Address): CallsOfHour | null;
  functionOf(contract: Address, selector: string): FunctionHistory | null;
  /** Whether a contract was seen to take and to give out by functions named as bridges name them. */
  actsAsBridge(address: Address): boolean;
  /** Whether a bridge spoke of a message in an earlier transaction, and how often it spoke of any without paying. */
  isAnnounced(bridge: Address, id: Hex): boolean;
  announcementsOf(bridge: Address): number;
  /** What a bridge paid of a token within ten days, hour by hour. */
  outflowsOf(bridge: Address, token: Address): readonly HourlyOutflow[];
  /** Stages of an attack that an address was seen to act in within ten days, oldest first. */
  stagesOf(address: Address): readonly StageSeen[];
  /** The first token that was seen to be created under a name and symbol (`keyOfName`). */
  firstNamed(key: string): Address | null;
  sharesOf(vault: Address): ShareHistory | null;
  /** When a signature (its r and s) was handed to a contract before, in a call that did not fail. */
  signatureSeen(contract: Address, signature: Hex): SeenSignature | null;
  /** Reserves of a V2 pool after its last change; null where never seen. */
  reservesOf(pool: Address): { readonly reserve0: bigint; readonly reserve1: bigint } | null;
  /** How often in a row, until its last change, the sides of a V2 pool were worth nearly the same. */
  steadyOf(pool: Address): number;
  /** Price of a V3 pool after its last swap: its first token in its second, in smallest units. */
  priceOf(pool: Address): number | null;
  /** Assets for one share of an ERC-4626 vault in its last deposit or withdrawal, in smallest units. */
  shareValueOf(vault: Address): number | null;
  /** Chain seconds of the last event by which control of a contract moved, or its rules changed; null where none was seen. */
  changedAt(contract: Address): number | null;
  /** A number that a contract is governed by, as its events told it last: threshold and signers of a multisig, delay of a timelock in seconds. */
  settingOf(contract: Address, setting: 'threshold' | 'delay' | 'signers'): bigint | null;
  /** Chain time in seconds of the first block of this memory: who was not seen since may still be older. Null before the first. */
  watchedSince(): number | null;
  /** From whom an account had its first coins, where the memory saw it before anything else of the account. */
  fundingOf(account: Address): Funding | null;
  /** Accounts whose first coins were an account's. */
  fundedBy(payer: Address): number;
  /** Who sent the transaction that created a contract, where the creation was seen. */
  creatorOf(contract: Address): Address | null;
  /** How often a contract was created at this address, as far as seen: more than once means that its code can change. */
  creationsOf(contract: Address): number;
  /** The contract that attacked here whose code is most like a sketch; null where none reaches `least`. */
  resemblanceOf(sketch: readonly number[], least: number): Resemblance | null;
  /** Chain time in seconds when a contract destroyed itself; null where that was not seen. */
  destroyedAt(contract: Address): number | null;
  /** Chain time in seconds when this contract was created, where the creation was seen. */
  createdAt(contract: Address): number | null;
}

/** A chain that was never watched: nothing was seen. */
export const NO_HISTORY: ContractHistory = {
  firstSeenAt: () => null,
  sentCount: () => 0,
  outflowOf: () => null,
  holdingsOf: () => null,
  paidBy: () => [],
  lookalikeOf: () => null,
  broughtBy: () => 0n,
  lastCallerOf: () => null,
  taintOf: () => null,
  mixerDepositsOf: () => [],
  approvedAt: () => null,
  takingsOf: () => [],
  permitsHandedInFor: () => [],
  delegationOf: () => null,
  salesOf: () => [],
  salesOfPiece: () => [],
  tradersOf: () => ({ buyers: [], sellers: [], failedSellers: [] }),
  supplyOf: () => null,
  swapsInBlock: () => [],
  positionsInBlock: () => [],
  liquidationsOf: () => [],
  callsOf: () => null,
  functionOf: () => null,
  actsAsBridge: () => false,
  isAnnounced: () => false,
  announcementsOf: () => 0,
  outflowsOf: () => [],
  stagesOf: () => [],
  firstNamed: () => null,
  sharesOf: () => null,
  signatureSeen: () => null,
  reservesOf: () => null,
  steadyOf: () => 0,
  priceOf: () => null,
  shareValueOf: () => null,
  settingOf: () => null,
  changedAt: () => null,
  fundingOf: () => null,
  fundedBy: () => 0,
  creatorOf: () => null,
  creationsOf: () => 0,
  destroyedAt: () => null,
  resemblanceOf: () => null,
  watchedSince: () => null,
  createdAt: () => null,
};
