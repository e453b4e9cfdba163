import type { Address, Block, Hex } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import type { DetectContext, InspectedTransaction } from '../detect/detector.js';
import type { Finding, Party, Reason } from '../detect/finding.js';
import { messageOf } from '../errors.js';
import type { CandidateIndex } from './candidate-index.js';
import { type CompiledMonitor, type Scope, worstCost } from './compiled-monitor.js';
import { ReadsView } from './decoded-item.js';
import { monitorKey, viewCallKey } from './monitor.js';
import type { MonitorSet } from './monitor-set.js';
import {
  BlockView,
  CallView,
  callsOf,
  EventView,
  FindingView,
  LabelsView,
  ScoreView,
  StateView,
  TransactionView,
  TransferView,
} from './views.js';
import type { Moment, WatchMemory } from './watch-memory.js';

/** A block with what was made of it: scores and findings of the catalogue, by row. */
export interface WatchedBlock {
  readonly block: Block;
  readonly transactions: readonly InspectedTransaction[];
  readonly ctx: DetectContext;
  readonly findings: readonly Finding[];
  /** Highest risk of the block; null: nothing was scored. */
  readonly maxRisk: number | null;
  riskOf(row: number): number | null;
  /** Known features by id. */
  featuresOf(row: number): Readonly<Record<string, number>>;
}

/** A monitor held, or could not be asked. */
export interface WatchMatch {
  readonly compiled: CompiledMonitor;
  readonly kind: 'match' | 'error';
  /** −1: of the block. */
  readonly row: number;
  readonly subject: Party;
  readonly parties: readonly Party[];
  readonly reasons: readonly Reason[];
  readonly group: string;
  /** What a window holds. */
  readonly total: bigint | null;
  /** Place of the event, call or transfer within the transaction; null: of the transaction as a whole. */
  readonly place: number | null;
  readonly message: string | null;
}

/** Steps that one evaluation, and one organisation's monitors at one block, may take. */
export const MOST_STEPS = 250_000;
export const MOST_STEPS_A_BLOCK = 20_000_000;
const TELL_AGAIN_S = 3_600;
/** As many elements as an argument or the features of a score can have. */
const LONGEST_OTHER_LIST = 1_000;

/** Asks every monitor that may match, in order of the chain. Windows and sequences are as of this moment, in `memory`. */
export function watchBlock(watched: WatchedBlock, set: MonitorSet, memory: WatchMemory): readonly WatchMatch[] {
  return set.size === 0 ? [] : new BlockWatch(watched, set, memory).run();
}

interface Asked {
  readonly row: number;
  readonly place: number | null;
  readonly subject: Party;
  readonly parties: readonly Party[];
  /** Only what the monitor uses is made. */
  scope(compiled: CompiledMonitor): Scope;
  /** The longest list that it may walk. */
  readonly longest: number;
}

class BlockWatch {
  private readonly matches: WatchMatch[] = [];
  private readonly spent = new Map<string, number>();
  private readonly blockView: BlockView;
  private readonly labels: LabelsView;
  private readonly readsOf = new Map<CompiledMonitor, { readonly now: ReadsView; readonly before: ReadsView }>();
  private readonly findingsByTransaction = new Map<Hex | null, Finding[]>();

  constructor(
    private readonly watched: WatchedBlock,
    private readonly set: MonitorSet,
    private readonly memory: WatchMemory,
  ) {
    this.blockView = new BlockView(watched.block, watched.maxRisk);
    this.labels = new LabelsView(watched.ctx);
    for (const finding of watched.findings) {
      const list = this.findingsByTransaction.get(finding.transactionHash);
      if (list === undefined) this.findingsByTransaction.set(finding.transactionHash, [finding]);
      else list.push(finding);
    }
  }

  run(): readonly WatchMatch[] {
    const { on } = this.set;
    for (const compiled of this.set.all) this.open(compiled);
    for (const [row, tx] of this.watched.transactions.entries()) {
      if (!on.transaction.isEmpty) this.askTransaction(on.transaction, tx, row);
      if (!on.event.isEmpty) this.askEvents(on.event, tx, row);
      if (!on.call.isEmpty) this.askCalls(on.call, tx, row);
      if (!on.transfer.isEmpty) this.askTransfers(on.transfer, tx, row);
      if (!on.finding.isEmpty) this.askFindings(on.finding, this.findingsByTransaction.get(tx.hash) ?? [], row);
    }
    if (!on.finding.isEmpty) this.askFindings(on.finding, this.findingsByTransaction.get(null) ?? [], -1);
    if (!on.block.isEmpty) this.askBlock(on.block);
    return this.matches;
  }

  /** Windows of a definition that changed begin anew; answers of view calls are taken once a block. */
  private open(compiled: CompiledMonitor): void {
    const { monitor, reads } = compiled;
    const key = monitorKey(monitor);
    this.memory.open(key, definitionOf(compiled));
    if (reads.length === 0) return;
    const now: Record<string, unknown> = {};
    const before: Record<string, unknown> = {};
    for (const read of reads) {
      const answer = this.watched.block.facts.reads?.[viewCallKey(read)];
      if (answer === undefined || answer === 'unknown') continue;
      try {
        now[read.id] = read.decode(answer);
        before[read.id] = read.decode(this.memory.read(key, read.id, answer, this.watched.block.header.timestamp) as Hex);
      } catch {
        // What the contract answers does not fit the function: it stays unknown, and who asks for it hears so.
      }
    }
    this.readsOf.set(compiled, { now: new ReadsView(now), before: new ReadsView(before) });
  }

  private askTransaction(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    const candidates = index.candidates({ addresses: index.asksAddresses ? touchedBy(tx) : [], topic: null, size: tx.valueWei });
    for (const compiled of candidates) {
      const { addresses } = compiled.monitor;
      const touched = addresses.length === 0 ? null : touchedBy(tx);
      const watched = addresses.find((address) => touched?.has(address));
      if (touched !== null && watched === undefined) continue;
      const subject =
        watched === undefined
          ? { address: tx.to ?? tx.from, role: tx.to === null ? 'sender' : 'target' }
          : { address: watched, role: 'watched' };
      this.ask(compiled, {
        row,
        place: null,
        subject,
        parties: [senderOf(tx)],
        longest: longestOf(tx, this.watched),
        scope: (of) => this.scopeOf(of, tx, row),
      });
    }
  }

  private askEvents(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    for (const log of tx.receipt?.logs ?? []) {
      for (const compiled of index.candidates({ addresses: [log.address], topic: log.topics[0] ?? null, size: null })) {
        if (!isWatched(compiled, log.address)) continue;
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopeOf(of, tx, row), event: new EventView(log, of.decoder) });
        this.ask(compiled, {
          row,
          place: log.logIndex,
          subject: { address: log.address, role: 'contract' },
          parties: [senderOf(tx)],
          longest: longestOf(tx, this.watched),
          scope,
        });
      }
    }
  }

  private askCalls(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    for (const call of callsOf(tx)) {
      const to = call.to ?? tx.receipt?.contractAddress ?? null;
      if (to === null) continue;
      for (const compiled of index.candidates({ addresses: [to], topic: call.input.slice(0, 10), size: call.valueWei })) {
        if (!isWatched(compiled, to)) continue;
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopeOf(of, tx, row), call: new CallView(call, of.decoder) });
        this.ask(compiled, {
          row,
          place: call.index,
          subject: { address: to, role: 'contract' },
          parties: [{ address: call.from, role: 'caller' }, senderOf(tx)],
          longest: longestOf(tx, this.watched),
          scope,
        });
      }
    }
  }

  private askTransfers(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    for (const [place, transfer] of tx.decoded.transfers.entries()) {
      const { token, from, to, amount } = transfer;
      for (const compiled of index.candidates({ addresses: [token, from, to], topic: null, size: amount })) {
        if (!isWatched(compiled, token, from, to)) continue;
        const { addresses } = compiled.monitor;
        const address = addresses.includes(from) ? from : addresses.includes(to) ? to : token === NATIVE ? from : token;
        const role = address === from ? 'sender' : address === to ? 'recipient' : 'token';
        const scope = (of: CompiledMonitor): Scope => ({
          ...this.scopeOf(of, tx, row),
          transfer: new TransferView(transfer, this.watched.ctx),
        });
        this.ask(compiled, {
          row,
          place,
          subject: { address, role },
          parties: [
            { address: from, role: 'sender' },
            { address: to, role: 'recipient' },
          ],
          longest: longestOf(tx, this.watched),
          scope,
        });
      }
    }
  }

  private askFindings(index: CandidateIndex, findings: readonly Finding[], row: number): void {
    for (const [place, finding] of findings.entries()) {
      const addresses = [finding.subject.address, ...finding.parties.map(({ address }) => address)];
      for (const compiled of index.candidates({ addresses, topic: finding.detectorId, size: null })) {
        if (!isWatched(compiled, ...addresses)) continue;
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopeOf(of, null, row), finding: new FindingView(finding) });
        this.ask(compiled, {
          row,
          place,
          subject: finding.subject,
          parties: finding.parties,
          longest: this.watched.findings.length,
          scope,
        });
      }
    }
  }

  private askBlock(index: CandidateIndex): void {
    for (const compiled of index.candidates({ addresses: [], topic: null, size: null })) {
      const subject = {
        address: compiled.monitor.addresses[0] ?? this.watched.block.header.miner,
        role: compiled.monitor.addresses.length > 0 ? 'watched' : 'proposer',
      };
      this.ask(compiled, {
        row: -1,
        place: null,
        subject,
        parties: [],
        longest: this.watched.findings.length,
        scope: (of) => this.scopeOf(of, null, -1),
      });
    }
  }

  private scopeOf(compiled: CompiledMonitor, tx: InspectedTransaction | null, row: number): Scope {
    const { ctx } = this.watched;
    const { uses, decoder } = compiled;
    const reads = this.readsOf.get(compiled);
    const scope: { -readonly [K in keyof Scope]: Scope[K] } = {
      block: this.blockView,
      labels: this.labels,
      state: new StateView(tx?.decoded.transfers ?? [], reads?.now ?? NO_READS, reads?.before ?? NO_READS),
    };
    if (tx !== null && uses.has('tx')) scope.tx = new TransactionView(tx, decoder, ctx);
    if (uses.has('score'))
      scope.score = new ScoreView(row < 0 ? this.watched.maxRisk : this.watched.riskOf(row), () =>
        row < 0 ? {} : this.watched.featuresOf(row),
      );
    if (uses.has('findings')) {
      const findings = tx === null ? this.watched.findings : (this.findingsByTransaction.get(tx.hash) ?? []);
      scope.findings = findings.map((finding) => new FindingView(finding));
    }
    return scope;
  }

  private ask(compiled: CompiledMonitor, asked: Asked): void {
    try {
      this.afford(compiled, asked.longest);
      const scope = asked.scope(compiled);
      if (compiled.matches(scope)) this.matched(compiled, asked, scope);
    } catch (error) {
      this.failed(compiled, asked, messageOf(error));
    }
  }

  /** Before it is evaluated: what it would take at most for lists as long as these. */
  private afford({ cost, monitor }: CompiledMonitor, longest: number): void {
    const steps = worstCost(cost, cost.walksOther ? Math.max(longest, LONGEST_OTHER_LIST) : longest);
    if (steps > MOST_STEPS)
      throw new RangeError(`too costly here: it could take ${steps} steps with lists of ${longest}, and ${MOST_STEPS} are allowed`);
    const spent = (this.spent.get(monitor.organisationId) ?? 0) + steps;
    this.spent.set(monitor.organisationId, spent);
    if (spent > MOST_STEPS_A_BLOCK)
      throw new RangeError(`the monitors of ${monitor.organisationId} took all that one block may cost; this one was not asked`);
  }

  private matched(compiled: CompiledMonitor, asked: Asked, scope: Scope): void {
    const { block } = this.watched;
    const { monitor, window, steps, marks } = compiled;
    const key = monitorKey(monitor);
    const at = block.header.timestamp;
    const moment: Moment = { at, blockNumber: block.number, transactionIndex: asked.row };
    if (!this.followed(compiled, scope, moment)) return;
    const group = window?.groupOf(scope) ?? '';
    let total: bigint | null = null;
    if (window !== null) {
      const added = this.memory.add(key, group, window.amountOf(scope), at, window.seconds, window.over);
      total = added.total;
      if (!added.wentOver) return;
    }
    for (const { mark, entityOf } of marks) this.memory.mark(key, mark, entityOf(scope), moment);
    const silent = steps.length > 0 ? `${group}|${steps.map((step) => step.entityOf(scope)).join('|')}` : group;
    if (!this.memory.fire(key, silent || asked.subject.address, at, monitor.cooldownS)) return;
    this.push(compiled, asked, { kind: 'match', reasons: compiled.explain(scope), group, total, message: null });
  }

  /** Whether what it waits for came before, in order, about the same entity. */
  private followed({ monitor, steps }: CompiledMonitor, scope: Scope, moment: Moment): boolean {
    let before = moment;
    for (const step of steps.toReversed()) {
      const key = monitorKey({ organisationId: monitor.organisationId, id: step.monitorId });
      const earlier = this.memory.marksOf(key, step.mark, step.entityOf(scope)).findLast((mark) => isBefore(mark, before));
      if (earlier === undefined || moment.at - earlier.at > step.seconds) return false;
      before = earlier;
    }
    return true;
  }

  private failed(compiled: CompiledMonitor, asked: Asked, text: string): void {
    const message = text.split('\n')[0]?.slice(0, 300) ?? '';
    if (!this.memory.tell(monitorKey(compiled.monitor), message, this.watched.block.header.timestamp, TELL_AGAIN_S)) return;
    this.push(compiled, asked, { kind: 'error', reasons: [{ id: 'error', text: message }], group: '', total: null, message });
  }

  private push(
    compiled: CompiledMonitor,
    { row, place, subject, parties }: Asked,
    rest: Pick<WatchMatch, 'kind' | 'reasons' | 'group' | 'total' | 'message'>,
  ): void {
    this.matches.push({ compiled, row, place, subject, parties, ...rest });
  }
}

function senderOf(tx: InspectedTransaction): Party {
  return { address: tx.from, role: 'sender' };
}

const definitions = new WeakMap<CompiledMonitor, string>();

/** What a monitor's memory depends on, as text. */
function definitionOf(compiled: CompiledMonitor): string {
  const known = definitions.get(compiled);
  if (known !== undefined) return known;
  const { on, when, addresses, abi, window, sequence } = compiled.monitor;
  const definition = JSON.stringify([on, when, addresses, abi, window, sequence]);
  definitions.set(compiled, definition);
  return definition;
}

const NO_READS = new ReadsView({});

function isBefore(a: Moment, b: Moment): boolean {
  return a.blockNumber < b.blockNumber || (a.blockNumber === b.blockNumber && a.transactionIndex <= b.transactionIndex);
}

function isWatched({ monitor }: CompiledMonitor, ...addresses: readonly Address[]): boolean {
  return monitor.addresses.length === 0 || addresses.some((address) => monitor.addresses.includes(address));
}

function longestOf(tx: InspectedTransaction, { findings }: WatchedBlock): number {
  return Math.max(
    tx.receipt?.logs.length ?? 0,
    tx.frames?.length ?? 0,
    tx.decoded.transfers.length,
    tx.decoded.approvals.length,
    findings.length,
  );
}

const touches = new WeakMap<InspectedTransaction, ReadonlySet<Address>>();

/** Every address that has a part in a transaction: who sends, is called, emits, gives or gets. */
export function touchedBy(tx: InspectedTransaction): ReadonlySet<Address> {
  const known = touches.get(tx);
  if (known !== undefined) return known;
  const touched = new Set<Address>([tx.from]);
  if (tx.to !== null) touched.add(tx.to);
  if (tx.receipt?.contractAddress != null) touched.add(tx.receipt.contractAddress);
  for (const { address } of tx.receipt?.logs ?? []) touched.add(address);
  for (const { to } of tx.frames ?? []) if (to !== null) touched.add(to);
  for (const { token, from, to } of tx.decoded.transfers) touched.add(token).add(from).add(to);
  touches.set(tx, touched);
  return touched;
}
