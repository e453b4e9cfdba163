import type { Address } from '../../chain/block.js';
import { NATIVE, type Transfer } from '../../chain/decoded.js';
import type { InspectedTransaction } from '../../detect/detector.js';
import type { OutflowHistory } from '../../detect/history.js';
import { JournaledMap } from '../journaled-map.js';
import { isAttack, type Moment, type StateTable } from '../state-table.js';

/** Outflows of one token from one holder. */
export interface OutflowRecord {
  readonly count: number;
  /** The largest ones, descending; their bound makes the 99.9th percentile exact up to 16,000 outflows, and too high (never too low) beyond. */
  readonly largest: readonly bigint[];
  /** Largest share of what it held that went at once, 0–1. */
  readonly largestShare: number;
}

const MAX_LARGEST = 16;
const MAX_PAID = 64;

/** Who holds and lets go of which token, and whom people pay. */
export class FlowTable implements StateTable {
  private readonly outflows = new JournaledMap<OutflowRecord>(100_000);
  private readonly holdings = new JournaledMap<bigint>(300_000);
  private readonly paid = new JournaledMap<readonly Address[]>(100_000);
  /** By who sent the transaction, where it went, and the token: also what went by way of the contract that was called. */
  private readonly brought = new JournaledMap<bigint>(200_000);
  readonly maps = { outflows: this.outflows, holdings: this.holdings, paid: this.paid, brought: this.brought };

  outflowOf(contract: Address, token: Address): OutflowHistory | null {
    const record = this.outflows.get(contract + token);
    if (record === undefined) return null;
    const rank = Math.min(record.largest.length - 1, Math.floor(record.count / 1_000));
    return { count: record.count, max: record.largest[0] ?? 0n, p999: record.largest[rank] ?? 0n, maxShare: record.largestShare };
  }

  holdingsOf(owner: Address, token: Address): bigint | null {
    return this.holdings.get(owner + token) ?? null;
  }

  broughtBy(person: Address, place: Address, token: Address): bigint {
    return this.brought.get(person + place + token) ?? 0n;
  }

  paidBy(owner: Address): readonly Address[] {
    return this.paid.get(owner) ?? [];
  }

  lookalikeOf(owner: Address, address: Address): Address | null {
    const paid = this.paid.get(owner);
    if (paid === undefined) return null;
    const [first, last] = [address.slice(0, 6), address.slice(-4)];
    return paid.find((known) => known.startsWith(first) && known.endsWith(last) && known !== address) ?? null;
  }

  apply(tx: InspectedTransaction, { findings }: Moment): void {
    if (tx.receipt?.status === 0) return;
    // Net by holder and token over the whole transaction: a batch of payments is one outflow, and a loan that comes back is none.
    const lost = new Map<string, bigint>();
    for (const transfer of tx.decoded.transfers) {
      if (transfer.amount === 0n || (transfer.standard !== 'erc20' && transfer.standard !== 'native')) continue;
      if (transfer.to !== NATIVE) {
        const key = transfer.to + transfer.token;
        this.holdings.set(key, (this.holdings.get(key) ?? 0n) + transfer.amount);
        if (transfer.to !== tx.from) lost.set(key, (lost.get(key) ?? 0n) - transfer.amount);
      }
      if (transfer.from === NATIVE) continue;
      if ((transfer.from === tx.from || transfer.from === tx.to) && transfer.to !== tx.from) this.noteBrought(tx.from, transfer);
      const key = transfer.from + transfer.token;
      const held = this.holdings.get(key);
      if (held !== undefined) this.holdings.set(key, held > transfer.amount ? held - transfer.amount : 0n);
      if (transfer.from === tx.from) this.notePaid(transfer.from, transfer.to);
      else lost.set(key, (lost.get(key) ?? 0n) + transfer.amount);
    }
    // What an attack takes is held by the attacker, but is no measure of what a contract pays.
    if (!isAttack(findings)) for (const [key, amount] of lost) if (amount > 0n) this.noteOutflow(key, amount);
  }

  private notePaid(owner: Address, to: Address): void {
    const known = this.paid.get(owner) ?? [];
    if (known.includes(to)) return;
    this.paid.set(owner, known.length < MAX_PAID ? [...known, to] : [...known.slice(1), to]);
  }

  private noteBrought(person: Address, { to, token, amount }: Transfer): void {
    const key = person + to + token;
    this.brought.set(key, (this.brought.get(key) ?? 0n) + amount);
  }

  private noteOutflow(key: string, amount: bigint): void {
    const known = this.outflows.get(key);
    // What is still held, and this: holdings are seen from when watching began, so that a share is too large rather than too small.
    const held = Number(this.holdings.get(key) ?? 0n) + Number(amount);
    const largestShare = Math.max(known?.largestShare ?? 0, Number(amount) / held);
    if (known === undefined) {
      this.outflows.set(key, { count: 1, largest: [amount], largestShare });
      return;
    }
    const smallest = known.largest.at(-1) ?? 0n;
    const isLarge = known.largest.length < MAX_LARGEST || amount > smallest;
    const largest = isLarge ? insertDescending(known.largest, amount) : known.largest;
    this.outflows.set(key, { count: known.count + 1, largest, largestShare });
  }
}

function insertDescending(list: readonly bigint[], amount: bigint): readonly bigint[] {
  const at = list.findIndex((known) => amount > known);
  const grown = at < 0 ? [...list, amount] : [...list.slice(0, at), amount, ...list.slice(at)];
  return grown.slice(0, MAX_LARGEST);
}
