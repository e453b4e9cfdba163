import type { Address } from '../../chain/block.js';
import { createdIn } from '../../detect/cluster.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import { A_DAY, decayOver, TEN_MINUTES } from '../decay.js';
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
  /** The same with the half-life of a day: contracts made, approvals given, native coin sent and received in gwei. */
  readonly deploys24h: number;
  readonly approvals24h: number;
  readonly out24h: number;
  readonly in24h: number;
  /** Sum of the unit vectors of the hours at which it sent: long where it keeps hours. */
  readonly hourCos: number;
  readonly hourSin: number;
  /** Running mean and variance of log value and of gas price (Welford). */
  readonly valueMean: number;
  readonly valueM2: number;
  readonly gasPriceMean: number;
  readonly gasPriceM2: number;
  /** Distinct callees, up to the bound. */
  readonly callees: readonly Address[];
}

const MAX_CALLEES = 32;

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
      if (amount === 0n) continue;
      if (standard === 'native') this.touch(to, timestamp, Number(amount) / 1e9);
      else if (standard === 'erc20') this.touch(to, timestamp);
    }
    for (const { contract } of tx.decoded.admin) this.touch(contract, timestamp);
  }

  private touch(address: Address, timestamp: number, receivedGwei = 0): void {
    const known = this.addresses.get(address);
    if (known !== undefined && known.lastSeenAt === timestamp && receivedGwei === 0) return;
    this.addresses.set(address, seenAgain(known ?? newAddress(timestamp), timestamp, receivedGwei));
  }

  private applySender(tx: InspectedTransaction, timestamp: number): void {
    const known = this.addresses.get(tx.from) ?? newAddress(timestamp);
    const rates = decayed(known, timestamp);
    const sent = known.sent + 1;
    const valueGwei = Number(tx.valueWei) / 1e9;
    const value = Math.log1p(valueGwei);
    const hour = hourAngle(timestamp);
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
      deploys24h: rates.deploys24h + createdIn(tx).size,
      approvals24h: rates.approvals24h + tx.decoded.approvals.filter(({ owner }) => owner === tx.from).length,
      out24h: rates.out24h + (tx.receipt?.status === 0 ? 0 : valueGwei),
      in24h: rates.in24h,
      hourCos: known.hourCos + Math.cos(hour),
      hourSin: known.hourSin + Math.sin(hour),
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
    deploys24h: 0,
    approvals24h: 0,
    out24h: 0,
    in24h: 0,
    hourCos: 0,
    hourSin: 0,
    valueMean: 0,
    valueM2: 0,
    gasPriceMean: 0,
    gasPriceM2: 0,
    callees: [],
  };
}

/** A record moved on to a later time. Written out, which costs a third of spreading it. */
function seenAgain(known: AddressRecord, timestamp: number, receivedGwei: number): AddressRecord {
  const { rate10m, rate24h, deploys24h, approvals24h, out24h, in24h } = decayed(known, timestamp);
  return {
    firstSeenAt: known.firstSeenAt,
    lastSeenAt: timestamp,
    sent: known.sent,
    failed: known.failed,
    rate10m,
    rate24h,
    deploys24h,
    approvals24h,
    out24h,
    in24h: in24h + receivedGwei,
    hourCos: known.hourCos,
    hourSin: known.hourSin,
    valueMean: known.valueMean,
    valueM2: known.valueM2,
    gasPriceMean: known.gasPriceMean,
    gasPriceM2: known.gasPriceM2,
    callees: known.callees,
  };
}

export type DecayedCounts = Pick<AddressRecord, 'rate10m' | 'rate24h' | 'deploys24h' | 'approvals24h' | 'out24h' | 'in24h'>;

/** The weighted counts as they are at a later time. */
export function decayed(record: AddressRecord, timestamp: number): DecayedCounts {
  const elapsed = timestamp - record.lastSeenAt;
  const day = decayOver(elapsed, A_DAY);
  return {
    rate10m: record.rate10m * decayOver(elapsed, TEN_MINUTES),
    rate24h: record.rate24h * day,
    deploys24h: record.deploys24h * day,
    approvals24h: record.approvals24h * day,
    out24h: record.out24h * day,
    in24h: record.in24h * day,
  };
}

/** The time of day as an angle. */
export function hourAngle(timestamp: number): number {
  return (2 * Math.PI * (timestamp % A_DAY)) / A_DAY;
}
