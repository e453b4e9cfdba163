import type { Hex } from '../chain/block.js';
import type { Transfer } from '../chain/decoded.js';
import type { InspectedTransaction } from '../detect/detector.js';
import type { Finding } from '../detect/finding.js';
import type { CompiledMonitor, Scope } from './compiled-monitor.js';
import { ReadsView } from './decoded-item.js';
import { monitorKey, stateQuestionKey } from './monitor.js';
import { BlockView, FindingView, ScoreView } from './views/block-views.js';
import { LabelsView, StateView } from './views/state-views.js';
import { TransactionView } from './views/transaction-view.js';
import type { WatchMemory } from './watch-memory.js';
import type { WatchedBlock } from './watched-block.js';

/** Makes what expressions of one block see: of each monitor only what it uses. */
export class ScopeMaker {
  private readonly blockView: BlockView;
  private readonly labels: LabelsView;
  private readonly readsOf = new Map<CompiledMonitor, { readonly now: ReadsView; readonly before: ReadsView }>();
  private readonly findings = new Map<Hex | null, Finding[]>();

  constructor(
    private readonly watched: WatchedBlock,
    private readonly memory: WatchMemory,
  ) {
    this.blockView = new BlockView(watched.block, watched.maxRisk);
    this.labels = new LabelsView(watched.ctx);
    for (const finding of watched.findings) {
      const list = this.findings.get(finding.transactionHash);
      if (list === undefined) this.findings.set(finding.transactionHash, [finding]);
      else list.push(finding);
    }
  }

  /** Of a transaction; null: those that are of no single one. */
  findingsOf(tx: InspectedTransaction | null): readonly Finding[] {
    return this.findings.get(tx?.hash ?? null) ?? [];
  }

  /** Windows of a definition that changed begin anew; what the chain answers is read once a block. */
  open(compiled: CompiledMonitor): void {
    const { monitor, reads } = compiled;
    const key = monitorKey(monitor);
    this.memory.open(key, definitionOf(compiled));
    if (reads.length === 0) return;
    const now: Record<string, unknown> = {};
    const before: Record<string, unknown> = {};
    for (const read of reads) {
      const answer = this.watched.block.facts.reads?.[stateQuestionKey(read.question)];
      if (answer === undefined || answer === 'unknown') continue;
      try {
        now[read.id] = read.decode(answer);
        before[read.id] = read.decode(this.memory.read(key, read.id, answer, this.watched.block.header.timestamp) as Hex);
      } catch {
        // What the contract answers does not fit what was asked: it stays unknown, and who asks for it hears so.
      }
    }
    this.readsOf.set(compiled, { now: new ReadsView(now), before: new ReadsView(before) });
  }

  /** Null: the node did not show them. */
  private movesOf(tx: InspectedTransaction | null): readonly Transfer[] | null {
    if (tx === null) return [];
    const logs = tx.receipt?.logs.length ?? 0;
    return logs > 0 || (tx.receipt !== null && this.watched.block.hasReceipts) ? tx.decoded.transfers : null;
  }

  of(compiled: CompiledMonitor, tx: InspectedTransaction | null, row: number): Scope {
    const { ctx } = this.watched;
    const { uses, decoder } = compiled;
    const scope: { -readonly [K in keyof Scope]: Scope[K] } = {
      block: this.blockView,
      labels: this.labels,
    };
    if (uses.has('state')) {
      const reads = this.readsOf.get(compiled);
      scope.state = new StateView(this.movesOf(tx), reads?.now ?? NO_READS, reads?.before ?? NO_READS);
    }
    if (tx !== null && uses.has('tx')) scope.tx = new TransactionView(tx, decoder, ctx, this.watched.block.hasReceipts);
    if (uses.has('score'))
      scope.score = new ScoreView(row < 0 ? this.watched.maxRisk : this.watched.riskOf(row), () =>
        row < 0 ? {} : this.watched.featuresOf(row),
      );
    if (uses.has('findings')) {
      const findings = tx === null ? this.watched.findings : this.findingsOf(tx);
      scope.findings = findings.map((finding) => new FindingView(finding));
    }
    return scope;
  }
}

const definitions = new WeakMap<CompiledMonitor, string>();

/** What a monitor's memory depends on, as text. */
function definitionOf(compiled: CompiledMonitor): string {
  const known = definitions.get(compiled);
  if (known !== undefined) return known;
  const { on, when, addresses, abi, window, sequence, reads } = compiled.monitor;
  // Of those that read nothing it is the text that it was before reads counted: what they remember stays.
  const definition = JSON.stringify([on, when, addresses, abi, window, sequence, ...(reads.length === 0 ? [] : [reads])]);
  definitions.set(compiled, definition);
  return definition;
}

const NO_READS = new ReadsView({});
