import { blockOfFindings, chainIdOfFindings, type FindingsEvent } from '../../core/alert/findings-event.js';
import type { Block } from '../../core/chain/block.js';
import { type BlockRef, type ChainEvent, chainIdOf, refOf } from '../../core/chain/chain-event.js';
import type { Detector } from '../../core/detect/detector.js';
import { messageOf } from '../../core/errors.js';
import type { MonitorSet } from '../../core/monitor/monitor-set.js';
import type { Scoring } from '../../core/score/scoring.js';
import type { ChainState } from '../../core/state/chain-state.js';
import type { AnalysedBlock, AnalyticsWriter } from '../../ports/analytics-store.js';
import type { CursorStore, SnapshotStore } from '../../ports/control-store.js';
import type { EventLog, EventRecord, Handled } from '../../ports/event-log.js';
import type { Logger } from '../../ports/logger.js';
import type { Metrics } from '../../ports/metrics.js';
import { analyseBlock } from './analyse-block.js';
import { type ChainWork, isSaveDue, openChain, saveChain } from './chain-work.js';
import { rulesVersionOf } from './findings.js';
import type { Knowledge } from './knowledge.js';
import { areOnTwoBranches } from './late-blocks.js';

export interface AnalyseDeps {
  readonly log: EventLog;
  readonly analytics: AnalyticsWriter;
  readonly cursors: CursorStore;
  readonly snapshots: SnapshotStore;
  readonly detectors: readonly Detector[];
  readonly scoring: Scoring;
  readonly knowledge: Knowledge;
  /** Users' monitors as they are now: asked at each block, so that a change holds from the next one on. */
  readonly monitorsOf: (chainId: number) => MonitorSet;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly nowMs: () => number;
  readonly hashText: (text: string) => string;
  readonly encode: (value: unknown) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => unknown;
}

const MOST_GAPS = 16;
/** The watch line: a thousand a day on mainnet. */
const WATCH_RISK = 44;

/**
 * `blocks.v1` into `findings.v1` and ClickHouse. The rolling state is saved now and then; the log's position moves only then, so that after a crash the blocks
 * since come again, meet the state that they met before, and come to the same findings.
 */
export class AnalyseStage {
  private readonly chains = new Map<number, Promise<ChainWork>>();
  private readonly opened = new Map<number, ChainState>();
  private readonly rulesVersion: string;

  constructor(private readonly deps: AnalyseDeps) {
    this.rulesVersion = rulesVersionOf(deps.detectors, deps.hashText);
  }

  async handle(events: readonly ChainEvent[]): Promise<Handled> {
    let work: ChainWork | null = null;
    for (const event of events) {
      work = await this.workOf(chainIdOf(event));
      if (event.kind === 'block') await this.retractReplaced(event.block, work);
      const findings = await this.handleOne(event, work);
      if (findings !== null) work.unpublished.push(findings);
    }
    if (work !== null && work.unpublished.length > 0) {
      await this.deps.log.publish('findings.v1', work.unpublished.map(recordOf));
      work.unpublished = [];
    }
    return work !== null && isSaveDue(work, this.deps) && (await saveChain(work, this.deps)) ? 'commit' : 'hold';
  }

  private workOf(chainId: number): Promise<ChainWork> {
    const known = this.chains.get(chainId);
    if (known !== undefined) return known;
    const opening = openChain(chainId, this.deps);
    this.chains.set(chainId, opening);
    opening.then(
      ({ state }) => this.opened.set(chainId, state),
      () => this.chains.delete(chainId), // The next record tries again.
    );
    return opening;
  }

  private async handleOne(event: ChainEvent, work: ChainWork): Promise<FindingsEvent | null> {
    switch (event.kind) {
      case 'block':
        return this.analyse(event.block, work);
      case 'late':
        return this.analyseLate(event.block, work);
      case 'retracted':
        await this.retractAll(work.late.leavingWith(event.ref), work);
        return this.retract(event.ref, work);
      case 'gap':
        await this.deps.analytics.gap({ ...event, atMs: this.deps.nowMs() });
        work.gaps = [...work.gaps, { from: event.from, to: event.to, reason: event.reason }].slice(-MOST_GAPS);
        return event;
      case 'finality':
        return event;
      case 'canary':
        return { ...event, analysedAtMs: this.deps.nowMs() };
    }
  }

  private async analyse(block: Block, work: ChainWork): Promise<FindingsEvent | null> {
    const { deps } = this;
    if (work.state.has(block.hash) || block.number < (work.state.oldest?.number ?? 0)) return this.drop('duplicate');
    const startedAtMs = deps.nowMs();
    const analysed = this.analysed(block, work, false);
    try {
      await deps.analytics.append(analysed);
    } catch (error) {
      work.state.undo(block.hash); // It comes again, and must not be taken for one that was handled.
      throw error;
    }
    const scorer = deps.scoring.scorerOf(block.chainId);
    if (scorer !== null) work.drift.take(analysed, scorer);
    work.gaps = [];
    work.sinceSaved += 1;
    const chain = String(block.chainId);
    deps.metrics.gauge('tocsin_chain_analysed', block.number, { chain });
    deps.metrics.observe('tocsin_analyse_block_seconds', (deps.nowMs() - startedAtMs) / 1_000, { chain });
    return this.tell(analysed);
  }

  /** Newer blocks have passed it: it is judged by the state as it is now, which stays as it is, and its row says so. */
  private async analyseLate(block: Block, work: ChainWork): Promise<FindingsEvent | null> {
    const ref = refOf(block);
    if (work.state.has(block.hash)) return this.drop('duplicate');
    if (work.state.undoable.some((known) => areOnTwoBranches(ref, known))) return this.drop('not-canonical');
    const analysed = this.analysed({ ...block, partialReasons: [...block.partialReasons, 'analysed-late'] }, work, true);
    work.state.undo(block.hash);
    await this.deps.analytics.fillGap({ chainId: block.chainId, number: block.number, atMs: this.deps.nowMs() });
    await this.deps.analytics.append(analysed);
    work.late.add(ref);
    return this.tell(analysed);
  }

  private drop(reason: string): null {
    this.deps.metrics.count('tocsin_outcomes_total', { stage: 'analyse', outcome: 'drop', reason });
    return null;
  }

  private tell({ summary, findings, coverage }: AnalysedBlock): FindingsEvent {
    const { metrics } = this.deps;
    const chain = String(summary.ref.chainId);
    metrics.count('tocsin_transactions_total', { chain }, summary.transactions);
    metrics.count('tocsin_outcomes_total', { stage: 'analyse', outcome: 'ok', reason: coverage.state });
    for (const { detectorId, severity } of findings) metrics.count('tocsin_findings_total', { chain, detector: detectorId, severity });
    return { kind: 'analysed', summary, findings };
  }

  private analysed(block: Block, work: ChainWork, isLate: boolean): AnalysedBlock {
    const { deps } = this;
    const scorer = deps.scoring.scorerOf(block.chainId);
    const { shadow } = deps.scoring;
    return analyseBlock(block, work.state, {
      isLate,
      gaps: isLate ? [] : work.gaps,
      detectors: deps.detectors,
      scorer,
      shadow,
      knowledge: deps.knowledge,
      monitors: deps.monitorsOf(block.chainId),
      generation: work.generation,
      stamp: {
        modelId: scorer?.bundle.id ?? null,
        rulesVersion: this.rulesVersion,
        analysedAtMs: deps.nowMs(),
        scoredAtMs: deps.nowMs,
        hashText: deps.hashText,
      },
      onShadow: (champion, beside) => this.compare(block.chainId, champion, beside),
      onDetectorFailure: (detectorId, error, tx) => {
        deps.metrics.count('tocsin_detector_failures_total', { detector: detectorId });
        deps.logger.error({ detector: detectorId, tx, error: messageOf(error) }, 'a detector failed; its block is partial');
      },
    });
  }

  /** How the shadow's risks differ from the champion's, for who decides which is to stay. */
  private compare(chainId: number, champion: Float32Array, shadow: Float32Array): void {
    const chain = String(chainId);
    for (const [row, risk] of champion.entries())
      this.deps.metrics.observe('tocsin_shadow_difference', Math.abs((shadow[row] ?? 0) - risk), { chain });
    for (const [model, risks] of [
      ['champion', champion],
      ['shadow', shadow],
    ] as const)
      this.deps.metrics.count('tocsin_shadow_watch_total', { chain, model }, risks.filter((risk) => risk >= WATCH_RISK).length);
  }

  /**
   * Ingest that dies between publishing a block and recording that it did may find another one in its place when it starts again, and cannot know to retract.
   */
  private async retractReplaced(block: Block, work: ChainWork): Promise<void> {
    if (work.state.has(block.hash) || block.number < (work.state.oldest?.number ?? 0)) return;
    for (let { tip } = work.state; tip !== null && tip.number >= block.number; tip = work.state.tip) {
      work.unpublished.push(await this.retract(tip, work));
    }
    await this.retractAll(work.late.leavingFor(refOf(block)), work);
  }

  private async retractAll(refs: readonly BlockRef[], work: ChainWork): Promise<void> {
    for (const ref of refs) work.unpublished.push(await this.retract(ref, work));
  }

  /** Passed on even where the state does not hold the block: what was told outside of it must be taken back. */
  private async retract(ref: BlockRef, work: ChainWork): Promise<FindingsEvent> {
    work.state.undo(ref.hash);
    work.generation += 1;
    await this.deps.analytics.retract(ref);
    return { kind: 'retracted', ref, generation: work.generation };
  }

  /** The rolling state of a chain that is analysed here; null for others. For reading only. */
  stateOf(chainId: number): ChainState | null {
    return this.opened.get(chainId) ?? null;
  }

  /** Keys may have been somebody else's meanwhile: each chain is opened again from what was saved last. */
  forget(): void {
    this.chains.clear();
    this.opened.clear();
  }

  /** After the last record: saves every chain, so that the next start goes on from here. */
  async close(): Promise<void> {
    for (const opening of this.chains.values()) await saveChain(await opening, this.deps);
    this.chains.clear();
  }
}

function recordOf(event: FindingsEvent): EventRecord {
  const chain = String(chainIdOfFindings(event));
  return { key: chain, value: event, headers: { schema: 'findings.v1', chain, block: String(blockOfFindings(event)) } };
}
