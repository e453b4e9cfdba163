import type { Address, Transaction } from '../chain/block.js';
import { NOBODY } from '../chain/nobody.js';
import { type Call, callsOf, isCreate } from './calls.js';
import { type FlashLoanCall, flashLoansOf } from './flash-loans.js';
import { movesOf, type OracleRead, oracleReadsOf, type PriceMoves, tradedBothWays } from './price-moves.js';
import { type Reentry, reentriesOf } from './reentries.js';
import { type Flow, flowsOf, type GroupNet, type Net, netByParty, netOfGroup } from './token-flows.js';

/**
 * What one call trace says, each answer worked out when it is first asked for: most transactions have a handful of calls and are asked nothing. Follows the study of
 * traces; nothing in it needs logs, gas or prices.
 */
export class TraceFacts {
  readonly calls: readonly Call[];
  readonly sender: Address;
  /** What the sender calls, or the contract that the transaction makes. */
  readonly entry: Address | null;
  readonly isCreation: boolean;
  private readonly answers = new Map<string, unknown>();

  constructor({ from, to }: Transaction, frames: NonNullable<Transaction['frames']>) {
    this.calls = callsOf(frames);
    this.sender = from;
    const top = this.calls[0];
    this.isCreation = top !== undefined && isCreate(top);
    this.entry = top?.to ?? to;
  }

  private once<T>(name: string, work: () => T): T {
    const before = this.answers.get(name);
    if (before !== undefined) return before as T;
    const answer = work();
    this.answers.set(name, answer);
    return answer;
  }

  /** Contracts made here, with who made them first. */
  get makers(): ReadonlyMap<Address, Address> {
    return this.once('makers', () => {
      const makers = new Map<Address, Address>();
      for (const call of this.calls) if (isCreate(call) && call.to !== null && !makers.has(call.to)) makers.set(call.to, call.from);
      return makers;
    });
  }

  /** P2 of the study: the sender, its entry, and what they make. */
  get cluster(): ReadonlySet<Address> {
    return this.once('cluster', () => grown(this.entry === null ? [this.sender] : [this.sender, this.entry], this.makers));
  }

  /** P1: the sender and what it makes, without the contract it calls. */
  get own(): ReadonlySet<Address> {
    return this.once('own', () => grown(this.isCreation && this.entry !== null ? [this.sender, this.entry] : [this.sender], this.makers));
  }

  /** P3: the cluster, and silent addresses that only gain. */
  get takers(): ReadonlySet<Address> {
    return this.once('takers', () => {
      const takers = new Set(this.cluster);
      for (const [party, net] of this.byParty) {
        if (!this.isSilent(party) || party === NOBODY) continue;
        const amounts = [...net.values()];
        if (amounts.some((amount) => amount > 0n) && !amounts.some((amount) => amount < 0n)) takers.add(party);
      }
      return takers;
    });
  }

  get flows(): readonly Flow[] {
    return this.once('flows', () => flowsOf(this.calls));
  }

  get byParty(): ReadonlyMap<Address, Net> {
    return this.once('byParty', () => netByParty(this.flows));
  }

  get clusterNet(): GroupNet {
    return this.once('clusterNet', () => netOfGroup(this.cluster, this.flows, this.byParty));
  }

  get ownNet(): GroupNet {
    return this.once('ownNet', () => netOfGroup(this.own, this.flows, this.byParty));
  }

  get takersNet(): GroupNet {
    return this.once('takersNet', () => netOfGroup(this.takers, this.flows, this.byParty));
  }

  private get callees(): ReadonlySet<Address> {
    return this.once('callees', () => new Set(this.calls.flatMap((call) => (isCreate(call) || call.to === null ? [] : [call.to]))));
  }

  /** Nothing of it runs here. */
  isSilent(address: Address): boolean {
    return !this.callees.has(address) && !this.makers.has(address);
  }

  /** Calls from the cluster to others, below the top. */
  get outgoing(): readonly Call[] {
    return this.once('outgoing', () =>
      this.calls.filter(
        ({ kind, from, to, parent }) => kind === 'CALL' && parent >= 0 && to !== null && this.cluster.has(from) && !this.cluster.has(to),
      ),
    );
  }

  /** Whether value moves while a call lasts. */
  moves({ index, end }: Call): boolean {
    return this.flows.some(({ at }) => at >= index && at < end);
  }

  get flashLoans(): readonly FlashLoanCall[] {
    return this.once('flashLoans', () => flashLoansOf(this));
  }

  get prices(): PriceMoves {
    return this.once('prices', () => movesOf(this));
  }

  get bothWays(): Address | null {
    return this.once('bothWays', () => tradedBothWays(this));
  }

  get oracleReads(): readonly OracleRead[] {
    return this.once('oracleReads', () => oracleReadsOf(this));
  }

  get reentries(): readonly Reentry[] {
    return this.once('reentries', () => reentriesOf(this));
  }
}

/** Something came in and nothing went out. */
export function onlyGains({ gained, lost }: GroupNet): boolean {
  return gained.length > 0 && lost.length === 0;
}

/** The sender's side, or who received for it, has more of some token than before: without that it was no robbery. */
export function hasGained({ clusterNet, takersNet }: TraceFacts): boolean {
  return clusterNet.gained.length > 0 || takersNet.gained.length > 0;
}

function grown(seeds: readonly Address[], makers: ReadonlyMap<Address, Address>): ReadonlySet<Address> {
  const group = new Set(seeds);
  for (let grew = true; grew; ) {
    grew = false;
    for (const [made, maker] of makers) {
      if (group.has(made) || !group.has(maker)) continue;
      group.add(made);
      grew = true;
    }
  }
  return group;
}

const known = new WeakMap<Transaction, TraceFacts>();

/** Dozens of features and detectors ask of one transaction before the next is looked at. */
let last: { readonly tx: Transaction; readonly facts: TraceFacts } | null = null;

/** Null without a trace, and where the transaction failed as a whole: nothing of it happened. */
export function traceOf(tx: Transaction): TraceFacts | null {
  const { frames } = tx;
  if (frames === null || frames.length === 0 || frames[0]?.failed === true) return null;
  if (last?.tx === tx) return last.facts;
  let facts = known.get(tx);
  if (facts === undefined) {
    facts = new TraceFacts(tx, frames);
    known.set(tx, facts);
  }
  last = { tx, facts };
  return facts;
}
