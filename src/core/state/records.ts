import type { Address } from '../chain/block.js';

/** What is kept of an address. Times are chain seconds; rates are exponentially weighted counts. */
export interface AddressRecord {
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  readonly sent: number;
  readonly failed: number;
  /** Weighted counts with half-lives of 10 minutes and of a day, as of lastSeenAt. */
  readonly rate10m: number;
  readonly rate24h: number;
  /** Running mean and variance of log value and of gas price (Welford). */
  readonly valueMean: number;
  readonly valueM2: number;
  readonly gasPriceMean: number;
  readonly gasPriceM2: number;
  /** Distinct callees, up to the bound. */
  readonly callees: readonly Address[];
}

/** What is kept of one function of one contract. */
export interface FunctionRecord {
  readonly calls: number;
  readonly failed: number;
  readonly gasMax: number;
  readonly gasMean: number;
  readonly gasM2: number;
  readonly inputMax: number;
  readonly valueMax: number;
  readonly lastBlock: number;
  readonly callsInLastBlock: number;
  readonly lastSender: Address;
}

/** Outflows of one token from one holder. */
export interface OutflowRecord {
  readonly count: number;
  /** The largest ones, descending; their bound makes the 99.9th percentile exact up to 16,000 outflows, and too high (never too low) beyond. */
  readonly largest: readonly bigint[];
}

export interface ReservesRecord {
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

export const MAX_CALLEES = 32;
export const MAX_LARGEST = 16;
export const MAX_PAID = 64;
