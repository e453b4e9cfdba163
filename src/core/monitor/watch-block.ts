import type { Address } from '../chain/block.js';
import { NATIVE } from '../chain/decoded.js';
import type { InspectedTransaction } from '../detect/detector.js';
import type { Finding, Party } from '../detect/finding.js';
import type { CandidateIndex } from './candidate-index.js';
import type { CompiledMonitor, Scope } from './compiled-monitor.js';
import { longestTextOf } from './longest-text.js';
import { type Asked, MonitorAsker, type WatchMatch } from './monitor-asker.js';
import type { MonitorSet } from './monitor-set.js';
import { ScopeMaker } from './scope-maker.js';
import { Sequel } from './sequel.js';
import { touchedBy } from './touched-by.js';
import { FindingView } from './views/block-views.js';
import { CallView, EventView } from './views/item-views.js';
import { TransferView } from './views/movement-views.js';
import { callsOf } from './views/transaction-view.js';
import type { WatchMemory } from './watch-memory.js';
import type { WatchedBlock } from './watched-block.js';

/** Asks every monitor that may match, in order of the chain; within a transaction, what is in sequences in the order in which things happened. Windows and sequences are as of this moment, in `memory`. */
export function watchBlock(watched: WatchedBlock, set: MonitorSet, memory: WatchMemory): readonly WatchMatch[] {
  if (set.size > 0) return new BlockWatch(watched, set, memory).run();
  memory.keepOnly(set.byKey);
  return [];
}

const LOST_TRACES = new Set(['traces-failed', 'traces-incomplete']);
const NO_TRACES =
  'the node gave no traces: of calls, and of native coin, only what transactions themselves do was seen, not what contracts do in them';

class BlockWatch {
  private readonly asker: MonitorAsker;
  private readonly scopes: ScopeMaker;
  private readonly sequel: Sequel;

  constructor(
    private readonly watched: WatchedBlock,
    private readonly set: MonitorSet,
    private readonly memory: WatchMemory,
  ) {
    const { timestamp: at, number } = watched.block.header;
    this.asker = new MonitorAsker({ at, number }, memory, set.byKey);
    this.scopes = new ScopeMaker(watched, memory);
    this.sequel = new Sequel(this.asker, set.all);
  }

  run(): readonly WatchMatch[] {
    const { on } = this.set;
    for (const compiled of this.set.all) this.scopes.open(compiled);
    this.memory.keepOnly(this.set.byKey);
    this.tellBlindness();
    for (const [row, tx] of this.watched.transactions.entries()) {
      if (!on.transaction.isEmpty) this.askTransaction(on.transaction, tx, row);
      if (!on.event.isEmpty) this.askEvents(on.event, tx, row);
      if (!on.call.isEmpty) this.askCalls(on.call, tx, row);
      if (!on.transfer.isEmpty) this.askTransfers(on.transfer, tx, row);
      if (!on.finding.isEmpty) this.askFindings(on.finding, this.scopes.findingsOf(tx), row);
      this.sequel.settle(tx);
    }
    if (!on.finding.isEmpty) this.askFindings(on.finding, this.scopes.findingsOf(null), -1);
    if (!on.block.isEmpty) this.askBlock(on.block);
    return this.asker.matches;
  }

  /** Calls within transactions are in traces, events and tokens in logs. Where a node gives none, a silence would look as if nothing had happened. */
  private tellBlindness(): void {
    const { hasReceipts, traceSource, partialReasons } = this.watched.block;
    const hasTraces = traceSource !== 'none' && !partialReasons.some((reason) => LOST_TRACES.has(reason));
    if (hasReceipts && hasTraces) return;
    for (const compiled of this.set.all) {
      const { sight } = compiled;
      const subject = this.blockSubject(compiled);
      if (sight.traces && !hasTraces) this.asker.tellBlindness(compiled, { subject }, NO_TRACES);
      if (sight.logs && !hasReceipts)
        this.asker.tellBlindness(compiled, { subject }, 'the node gave no receipts: events and tokens were not seen');
    }
  }

  private blockSubject({ monitor }: CompiledMonitor): Party {
    const [watched] = monitor.addresses;
    return watched === undefined ? { address: this.watched.block.header.miner, role: 'proposer' } : { address: watched, role: 'watched' };
  }

  /** At once, or with the others of its transaction where one waits for another. */
  private ask(compiled: CompiledMonitor, asked: Asked): void {
    if (asked.row < 0 || !this.sequel.takes(compiled, asked)) this.asker.ask(compiled, asked);
  }

  private askTransaction(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    const candidates = index.candidates({ addresses: index.asksAddresses ? touchedBy(tx) : [], topic: null, size: tx.valueWei });
    for (const compiled of candidates) {
      const watched = compiled.watched === null ? undefined : firstOf(touchedBy(tx), compiled.watched);
      if (compiled.watched !== null && watched === undefined) continue;
      const subject =
        watched === undefined
          ? { address: tx.to ?? tx.from, role: tx.to === null ? 'sender' : 'target' }
          : { address: watched, role: 'watched' };
      this.ask(compiled, {
        row,
        place: null,
        happened: null,
        subject,
        parties: [senderOf(tx)],
        longest: longestOf(tx, this.watched),
        longestText: () => longestTextOf(this.watched.block, tx),
        scope: (of) => this.scopes.of(of, tx, row),
      });
    }
  }

  private askEvents(index: CandidateIndex, tx: InspectedTransaction, row: number): void {
    for (const log of tx.receipt?.logs ?? []) {
      for (const compiled of index.candidates({ addresses: [log.address], topic: log.topics[0] ?? null, size: null })) {
        if (!isWatched(compiled, log.address)) continue;
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopes.of(of, tx, row), event: new EventView(log, of.decoder) });
        this.ask(compiled, {
          row,
          place: log.logIndex,
          happened: { log: log.logIndex },
          subject: { address: log.address, role: 'contract' },
          parties: [senderOf(tx)],
          longest: longestOf(tx, this.watched),
          longestText: () => longestTextOf(this.watched.block, tx),
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
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopes.of(of, tx, row), call: new CallView(call, of.decoder) });
        this.ask(compiled, {
          row,
          place: call.index,
          happened: { frame: call.index },
          subject: { address: to, role: 'contract' },
          parties: [{ address: call.from, role: 'caller' }, senderOf(tx)],
          longest: longestOf(tx, this.watched),
          longestText: () => longestTextOf(this.watched.block, tx),
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
        const address = compiled.watched?.has(from) ? from : compiled.watched?.has(to) ? to : token === NATIVE ? from : token;
        const role = address === from ? 'sender' : address === to ? 'recipient' : 'token';
        const scope = (of: CompiledMonitor): Scope => ({
          ...this.scopes.of(of, tx, row),
          transfer: new TransferView(transfer, this.watched.ctx),
        });
        this.ask(compiled, {
          row,
          place,
          happened: transfer.logIndex === null ? { frame: transfer.frameIndex ?? 0 } : { log: transfer.logIndex },
          subject: { address, role },
          parties: [
            { address: from, role: 'sender' },
            { address: to, role: 'recipient' },
          ],
          longest: longestOf(tx, this.watched),
          longestText: () => longestTextOf(this.watched.block, tx),
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
        const scope = (of: CompiledMonitor): Scope => ({ ...this.scopes.of(of, null, row), finding: new FindingView(finding) });
        this.ask(compiled, {
          row,
          place,
          happened: null,
          subject: finding.subject,
          parties: finding.parties,
          longest: this.watched.findings.length,
          longestText: () => longestTextOf(this.watched.block, null),
          scope,
        });
      }
    }
  }

  private askBlock(index: CandidateIndex): void {
    for (const compiled of index.candidates({ addresses: [], topic: null, size: null })) {
      this.ask(compiled, {
        row: -1,
        place: null,
        happened: null,
        subject: this.blockSubject(compiled),
        parties: [],
        longest: this.watched.findings.length,
        longestText: () => longestTextOf(this.watched.block, null),
        scope: (of) => this.scopes.of(of, null, -1),
      });
    }
  }
}

function senderOf(tx: InspectedTransaction): Party {
  return { address: tx.from, role: 'sender' };
}

function isWatched({ watched }: CompiledMonitor, ...addresses: readonly Address[]): boolean {
  return watched === null || addresses.some((address) => watched.has(address));
}

function firstOf(all: ReadonlySet<Address>, wanted: ReadonlySet<Address>): Address | undefined {
  for (const address of all) if (wanted.has(address)) return address;
  return undefined;
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
