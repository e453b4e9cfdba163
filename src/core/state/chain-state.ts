import type { Address, Hex } from '../chain/block.js';
import type { BlockRef } from '../chain/chain-event.js';
import { NATIVE } from '../chain/decoded.js';
import { createdIn } from '../detect/cluster.js';
import type { InspectedTransaction } from '../detect/detector.js';
import type { ContractHistory } from '../detect/history.js';
import { JournaledMap, type MapUndo } from './journaled-map.js';
import {
  type AddressRecord,
  type FunctionRecord,
  MAX_CALLEES,
  MAX_LARGEST,
  MAX_PAID,
  type OutflowRecord,
  type ReservesRecord,
} from './records.js';

/** Blocks that can be undone: twice the deepest reorg that is followed. */
export const UNDO_BLOCKS = 128;

const HALF_LIFE_10M = 600;
const HALF_LIFE_24H = 86_400;

interface BlockUndo {
  readonly ref: BlockRef;
  readonly undos: readonly MapUndo<never>[];
  readonly transactions: number;
}

/** The rolling memory of a chain: as of the previous transaction, bounded, and exactly undone block by block. */
export class ChainState {
  private readonly addresses = new JournaledMap<AddressRecord>(200_000);
  private readonly functions = new JournaledMap<FunctionRecord>(100_000);
  private readonly selectors = new JournaledMap<number>(20_000);
  private readonly outflows = new JournaledMap<OutflowRecord>(100_000);
  private readonly holdings = new JournaledMap<bigint>(300_000);
  private readonly paid = new JournaledMap<readonly Address[]>(100_000);
  private readonly reserves = new JournaledMap<ReservesRecord>(50_000);
  private readonly created = new JournaledMap<number>(100_000);
  private readonly undoLog: BlockUndo[] = [];
  private transactions = 0;
  private beforeBlock = 0;

  private get maps(): readonly JournaledMap<never>[] {
    return [
      this.addresses,
      this.functions,
      this.selectors,
      this.outflows,
      this.holdings,
      this.paid,
      this.reserves,
      this.created,
    ] as unknown as readonly JournaledMap<never>[];
  }

  /** Transactions taken in so far. */
  get seenTransactions(): number {
    return this.transactions;
  }

  /** The newest block that is part of the state. */
  get tip(): BlockRef | null {
    return this.undoLog.at(-1)?.ref ?? null;
  }

  /** The oldest block that can still be undone. */
  get oldest(): BlockRef | null {
    return this.undoLog[0]?.ref ?? null;
  }

  begin(): void {
    this.beforeBlock = this.transactions;
    for (const map of this.maps) map.begin();
  }

  commit(ref: BlockRef): void {
    this.undoLog.push({ ref, undos: this.maps.map((map) => map.commit()), transactions: this.beforeBlock });
    if (this.undoLog.length > UNDO_BLOCKS) this.undoLog.shift();
  }

  /** Takes the newest block back. False where it is not the newest: nothing was changed then. */
  undo(hash: Hex): boolean {
    const last = this.undoLog.at(-1);
    if (last === undefined || last.ref.hash !== hash) return false;
    this.undoLog.pop();
    this.maps.forEach((map, i) => {
      const undo = last.undos[i];
      if (undo !== undefined) map.undo(undo);
    });
    this.transactions = last.transactions;
    return true;
  }

  has(hash: Hex): boolean {
    return this.undoLog.some(({ ref }) => ref.hash === hash);
  }

  addressOf(address: Address): AddressRecord | undefined {
    return this.addresses.get(address);
  }

  functionOf(contract: Address, selector: string): FunctionRecord | undefined {
    return this.functions.get(contract + selector);
  }

  /** How often a selector was called, anywhere. */
  selectorCount(selector: string): number {
    return this.selectors.get(selector) ?? 0;
  }

  readonly history: ContractHistory = {
    firstSeenAt: (address) => this.addresses.get(address)?.firstSeenAt ?? null,
    sentCount: (address) => this.addresses.get(address)?.sent ?? 0,
    outflowOf: (contract, token) => {
      const record = this.outflows.get(contract + token);
      if (record === undefined) return null;
      const rank = Math.min(record.largest.length - 1, Math.floor(record.count / 1_000));
      return { count: record.count, max: record.largest[0] ?? 0n, p999: record.largest[rank] ?? 0n };
    },
    holdingsOf: (owner, token) => this.holdings.get(owner + token) ?? null,
    lookalikeOf: (owner, address) => {
      for (const known of this.paid.get(owner) ?? []) {
        if (known !== address && known.slice(2, 6) === address.slice(2, 6) && known.slice(-4) === address.slice(-4)) return known;
      }
      return null;
    },
    reservesOf: (pool) => this.reserves.get(pool) ?? null,
    createdAt: (contract) => this.created.get(contract) ?? null,
  };

  /** Takes a transaction in, after its features and detectors were computed. `timestamp` is the block's. */
  apply(tx: InspectedTransaction, blockNumber: number, timestamp: number): void {
    this.transactions += 1;
    this.applySender(tx, timestamp);
    if (tx.to !== null) {
      this.touch(tx.to, timestamp);
      this.applyCall(tx, tx.to, blockNumber);
    }
    for (const contract of createdIn(tx)) {
      this.created.set(contract, timestamp);
      this.touch(contract, timestamp);
    }
    if (tx.receipt?.status === 0) return; // Nothing else of it happened.
    this.applyTransfers(tx, timestamp);
    for (const sync of tx.decoded.syncs) this.reserves.set(sync.pool, { reserve0: sync.reserve0, reserve1: sync.reserve1 });
    for (const event of tx.decoded.admin) this.touch(event.contract, timestamp);
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

  private applyCall(tx: InspectedTransaction, to: Address, blockNumber: number): void {
    const selector = tx.decoded.selector ?? '';
    this.selectors.set(selector, (this.selectors.get(selector) ?? 0) + 1);
    const key = to + selector;
    const known = this.functions.get(key);
    const gas = Math.log1p(tx.receipt?.gasUsed ?? tx.gasLimit);
    const calls = (known?.calls ?? 0) + 1;
    const delta = gas - (known?.gasMean ?? 0);
    const gasMean = (known?.gasMean ?? 0) + delta / calls;
    this.functions.set(key, {
      calls,
      failed: (known?.failed ?? 0) + (tx.receipt?.status === 0 ? 1 : 0),
      gasMax: Math.max(known?.gasMax ?? 0, gas),
      gasMean,
      gasM2: (known?.gasM2 ?? 0) + delta * (gas - gasMean),
      inputMax: Math.max(known?.inputMax ?? 0, tx.input.length),
      valueMax: Math.max(known?.valueMax ?? 0, Number(tx.valueWei)),
      lastBlock: blockNumber,
      callsInLastBlock: known?.lastBlock === blockNumber ? known.callsInLastBlock + 1 : 1,
      lastSender: tx.from,
    });
  }

  private applyTransfers(tx: InspectedTransaction, timestamp: number): void {
    // Net by holder and token over the whole transaction: a batch of payments is one outflow, and a loan that comes back is none.
    const lost = new Map<string, bigint>();
    for (const transfer of tx.decoded.transfers) {
      if (transfer.amount === 0n || (transfer.standard !== 'erc20' && transfer.standard !== 'native')) continue;
      this.touch(transfer.to, timestamp);
      if (transfer.to !== NATIVE) {
        const key = transfer.to + transfer.token;
        this.holdings.set(key, (this.holdings.get(key) ?? 0n) + transfer.amount);
        if (transfer.to !== tx.from) lost.set(key, (lost.get(key) ?? 0n) - transfer.amount);
      }
      if (transfer.from === NATIVE) continue;
      const key = transfer.from + transfer.token;
      const held = this.holdings.get(key);
      if (held !== undefined) this.holdings.set(key, held > transfer.amount ? held - transfer.amount : 0n);
      if (transfer.from === tx.from) this.notePaid(transfer.from, transfer.to);
      else lost.set(key, (lost.get(key) ?? 0n) + transfer.amount);
    }
    for (const [key, amount] of lost) if (amount > 0n) this.noteOutflow(key, amount);
  }

  private notePaid(owner: Address, to: Address): void {
    const known = this.paid.get(owner) ?? [];
    if (known.includes(to)) return;
    this.paid.set(owner, known.length < MAX_PAID ? [...known, to] : [...known.slice(1), to]);
  }

  private noteOutflow(key: string, amount: bigint): void {
    const known = this.outflows.get(key);
    if (known === undefined) {
      this.outflows.set(key, { count: 1, largest: [amount] });
      return;
    }
    const smallest = known.largest.at(-1) ?? 0n;
    const isLarge = known.largest.length < MAX_LARGEST || amount > smallest;
    const largest = isLarge ? insertDescending(known.largest, amount) : known.largest;
    this.outflows.set(key, { count: known.count + 1, largest });
  }

  /** Plain values, for a codec; with the undo log, so that a reorg after a restart is undone as well. */
  toSnapshot(): StateSnapshot {
    return {
      version: 1,
      transactions: this.transactions,
      maps: this.maps.map((map) => map.toEntries()),
      undo: this.undoLog.map(({ ref, undos, transactions }) => ({
        ref,
        transactions,
        undos: undos.map(({ before, evicted }) => ({ before: [...before].map(([key, value]) => [key, value ?? null]), evicted })),
      })),
    };
  }

  static fromSnapshot(snapshot: StateSnapshot): ChainState {
    const state = new ChainState();
    state.transactions = snapshot.transactions;
    for (const [i, map] of state.maps.entries()) map.load((snapshot.maps[i] ?? []) as Iterable<readonly [string, never]>);
    for (const { ref, undos, transactions } of snapshot.undo) {
      state.undoLog.push({
        ref,
        transactions,
        undos: undos.map(({ before, evicted }) => ({
          before: new Map(before.map(([key, value]) => [String(key), (value ?? undefined) as never])),
          evicted: evicted as [string, never][],
        })),
      });
    }
    return state;
  }
}

export interface StateSnapshot {
  readonly version: 1;
  readonly transactions: number;
  readonly maps: readonly (readonly (readonly [string, unknown])[])[];
  readonly undo: readonly {
    readonly ref: BlockRef;
    readonly transactions: number;
    readonly undos: readonly {
      readonly before: readonly (readonly unknown[])[];
      readonly evicted: readonly (readonly [string, unknown])[];
    }[];
  }[];
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

function insertDescending(list: readonly bigint[], amount: bigint): readonly bigint[] {
  const at = list.findIndex((known) => amount > known);
  const grown = at < 0 ? [...list, amount] : [...list.slice(0, at), amount, ...list.slice(at)];
  return grown.slice(0, MAX_LARGEST);
}
