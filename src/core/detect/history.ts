import type { Address } from '../chain/block.js';

/** What a contract has let go of one token, in single transactions, until the previous one. Amounts in the token's smallest unit. */
export interface OutflowHistory {
  readonly count: number;
  readonly max: bigint;
  /** 99.9th percentile of the single outflows; equals max below 1,000 of them. */
  readonly p999: bigint;
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
  /** A counterparty that `owner` really paid and that shares the first and last 4 hex digits with `address`, without being it. */
  lookalikeOf(owner: Address, address: Address): Address | null;
  /** Reserves of a V2 pool after its last change; null where never seen. */
  reservesOf(pool: Address): { readonly reserve0: bigint; readonly reserve1: bigint } | null;
  /** A number that a contract is governed by, as its events told it last: threshold and signers of a multisig, delay of a timelock in seconds. */
  settingOf(contract: Address, setting: 'threshold' | 'delay' | 'signers'): bigint | null;
  /** Chain time in seconds of the first block of this memory: who was not seen since may still be older. Null before the first. */
  watchedSince(): number | null;
  /** Chain time in seconds when this contract was created, where the creation was seen. */
  createdAt(contract: Address): number | null;
}

/** A chain that was never watched: nothing was seen. */
export const NO_HISTORY: ContractHistory = {
  firstSeenAt: () => null,
  sentCount: () => 0,
  outflowOf: () => null,
  holdingsOf: () => null,
  lookalikeOf: () => null,
  reservesOf: () => null,
  settingOf: () => null,
  watchedSince: () => null,
  createdAt: () => null,
};
