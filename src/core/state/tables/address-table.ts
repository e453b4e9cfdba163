import type { Address } from '../../chain/block.js';
import { createdIn } from '../../detect/cluster.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { JournaledMap } from '../journaled-map.js';
import type { Moment, StateTable } from '../state-table.js';

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

const MAX_CALLEES = 32;
const HALF_LIFE_10M = 600;
const HALF_LIFE_24H = 86_400;

/** Who was seen, since when, and how each sends. */
export class AddressTable implements StateTable {
  private readonly addresses = new JournaledMap<AddressRecord>(200_000);
  readonly maps = { addresses: this.addresses };

  get(address: Address): AddressRecord | undefined {
    return this.addresses.get(address);
  }

  apply(tx: InspectedTransaction, { timestamp }: Moment): void {
    this.applySender(tx, timestamp);
    if (tx.to !== null) this.touch(tx.to, timestamp);
    for (const contract of createdIn(tx)) this.touch(contract, timestamp);
    if (tx.receipt?.status === 0) return; // Nothing else of it happened.
    for (const { amount, standard, to } of tx.decoded.transfers) {
      if (amount !== 0n && (standard === 'erc20' || standard === 'native')) this.touch(to, timestamp);
    }
    for (const { contract } of tx.decoded.admin) this.touch(contract, timestamp);
  }

  private touch(address: Address, timestamp: number): void {
    const known = this.addresses.get(address);
    if (known === undefined) this.addresses.set(address, newAddress(timestamp));
    else if (known.lastSeenAt !== timestamp) this.addresses.set(address, { ...known, ...decayed(known, timestamp), lastSeenAt: timestamp });
  }

  private applySender(tx: InspectedTransaction, timestamp: number): void {
    const known = this.addresses.get(tx.from) ?? newAddress(timestamp);
    const rates = decayed(known, timestamp);
    const sent = known.sent + 1;
    const value = Math.log1p(Number(tx.valueWei) / 1e9);
    const gasPrice = Math.log1p(Number(tx.receipt?.effectiveGasPriceWei ?? tx.gasPriceWei ?? 0n) / 1e6);
    const valueDelta = value - known.valueMean;
    const valueMean = known.valueMean + valueDelta / sent;
    const gasDelta = gasPrice - known.gasPriceMean;
    const gasPriceMean = known.gasPriceMean + gasDelta / sent;
    const isNew = tx.to !== null && known.callees.length < MAX_CALLEES && !known.callees.includes(tx.to);
    this.addresses.set(tx.from, {
      firstSeenAt: known.firstSeenAt,
      lastSeenAt: timestamp,
      sent,
      failed: known.failed + (tx.receipt?.status === 0 ? 1 : 0),
      rate10m: rates.rate10m + 1,
      rate24h: rates.rate24h + 1,
      valueMean,
      valueM2: known.valueM2 + valueDelta * (value - valueMean),
      gasPriceMean,
      gasPriceM2: known.gasPriceM2 + gasDelta * (gasPrice - gasPriceMean),
      callees: isNew && tx.to !== null ? [...known.callees, tx.to] : known.callees,
    });
  }
}

function newAddress(timestamp: number): AddressRecord {
  return {
    firstSeenAt: timestamp,
    lastSeenAt: timestamp,
    sent: 0,
    failed: 0,
    rate10m: 0,
    rate24h: 0,
    valueMean: 0,
    valueM2: 0,
    gasPriceMean: 0,
    gasPriceM2: 0,
    callees: [],
  };
}

/** The weighted counts as they are at a later time. */
export function decayed(record: AddressRecord, timestamp: number): { rate10m: number; rate24h: number } {
  const elapsed = Math.max(0, timestamp - record.lastSeenAt);
  return { rate10m: record.rate10m * 0.5 ** (elapsed / HALF_LIFE_10M), rate24h: record.rate24h * 0.5 ** (elapsed / HALF_LIFE_24H) };
}
