import type { BlockSummary } from '../../core/alert/findings-event.js';
import type { Block, Hex } from '../../core/chain/block.js';
import { refOf } from '../../core/chain/chain-event.js';
import { askDetectors } from '../../core/detect/ask-detectors.js';
import type { DetectContext, Detector, InspectedTransaction } from '../../core/detect/detector.js';
import type { Finding } from '../../core/detect/finding.js';
import { inspected } from '../../core/detect/inspected.js';
import { type FeatureRows, takeBlock } from '../../core/features/feature-rows.js';
import { FEATURES } from '../../core/features/schema.js';
import type { MonitorSet } from '../../core/monitor/monitor-set.js';
import { SCORE_ALERTS_PER_DAY } from '../../core/score/alert-line.js';
import { topContributions } from '../../core/score/explain.js';
import { PARTS } from '../../core/score/model-bundle.js';
import { type ScoredRows, type Scorer, SEQUENCE } from '../../core/score/scorer.js';
import { budgetRisk } from '../../core/score/tail.js';
import type { ChainState } from '../../core/state/chain-state.js';
import type { FindingNote } from '../../core/state/state-table.js';
import type { FunctionRecord } from '../../core/state/tables/function-table.js';
import type { AnalysedBlock, TransactionDetail, TransactionRow } from '../../ports/analytics-store.js';
import { detectContext } from './block-context.js';
import { type FindingStamp, findingsOf } from './findings.js';
import type { Knowledge } from './knowledge.js';
import { COVERAGE_GAP, coverageGaps, type Gap, SOURCE_DISAGREES, sourceDisagreements } from './operate-findings.js';
import { SCORE_ANOMALY, scoreAnomaly } from './score-anomaly.js';
import { accumulate, STAGE_ACCUMULATION } from './stage-accumulation.js';
import { type MonitoredBlock, monitorFindings } from './watch-monitors.js';

const MAX_DETAIL_FRAMES = 2_000;
/** Stands among detectors where users' monitors could not be asked. */
const MONITORS = 'monitors';

export interface BlockAnalyser {
  readonly detectors: readonly Detector[];
  /** Null: no model is loaded. Nothing is scored then, and every block says so. */
  readonly scorer: Scorer | null;
  /** Scores beside it, for comparison alone. */
  readonly shadow?: Scorer | null;
  /** Risks of the block's transactions by both, in order. */
  onShadow?(champion: Float32Array, shadow: Float32Array): void;
  readonly knowledge: Knowledge;
  /** Users' monitors of this chain. */
  readonly monitors?: MonitorSet;
  readonly stamp: FindingStamp;
  readonly generation: number;
  /** Blocks before this one that nobody could give. */
  readonly gaps?: readonly Gap[];
  /** The block comes after newer ones, which the state holds. */
  readonly isLate?: boolean;
  onDetectorFailure(detectorId: string, error: unknown, tx: Hex): void;
}

/** One block through decoding, features, detectors and the score, in transaction order; takes it into the state. Pure but for what it is handed. */
export function analyseBlock(block: Block, state: ChainState, analyser: BlockAnalyser): AnalysedBlock {
  const transactions = block.transactions.map(inspected);
  const failed = new Set<string>();
  const detected: Finding[][] = [];
  const ctx = detectContext(block, transactions, state.history, analyser.knowledge);
  const seenBefore = state.seenTransactions;
  const called: (FunctionRecord | undefined)[] = [];
  const { scorer } = analyser;
  const said: Said = { scored: null, scoredAtMs: null, catalogue: [], operate: [], watched: [] };
  const features = takeBlock(block, transactions, state, {
    labelsOf: ctx.labelsOf,
    visit: (tx) => {
      called.push(tx.to === null ? undefined : state.functionOf(tx.to, tx.decoded.selector ?? ''));
      const named = inspect(tx, ctx, block, analyser, failed);
      const stages = accumulate(tx, named, ctx);
      const accumulation =
        stages === null
          ? []
          : findingsOf({ ...STAGE_ACCUMULATION, stage: stages.stage }, [stages.detection], tx, block, null, analyser.stamp);
      const findings = [...named, ...accumulation];
      detected.push(findings);
      return findings.map(noteOf);
    },
    settle: (rows) => {
      const scored = scorer === null ? null : scorer.score(rows);
      const catalogue = transactions.flatMap((tx, row) => {
        const risk = scored?.risk[row] ?? null;
        const named = (detected[row] ?? []).map((finding) => ({ ...finding, risk }));
        return [...named, ...surprising(tx, row, block, rows, scored, seenBefore, called[row], analyser)];
      });
      said.scored = scored;
      said.scoredAtMs = scored === null ? null : (analyser.stamp.scoredAtMs?.() ?? null);
      said.catalogue = catalogue;
      said.operate = operateFindings(block, analyser, failed);
      const findings = [...catalogue, ...said.operate];
      said.watched = askMonitors({ block, transactions, ctx, findings, features: rows, scored }, state, analyser, failed);
      // Only now it is known that they could not be asked.
      if (failed.has(MONITORS)) said.operate = operateFindings(block, analyser, failed);
    },
  });
  const { scored, catalogue, operate, watched } = said;
  if (scored !== null && analyser.shadow) analyser.onShadow?.(scored.risk, analyser.shadow.score(features).risk);
  return assemble(block, transactions, timed([...catalogue, ...operate, ...watched], said.scoredAtMs), features, scored, failed, analyser);
}

interface Said {
  scored: ScoredRows | null;
  scoredAtMs: number | null;
  catalogue: readonly Finding[];
  operate: readonly Finding[];
  watched: readonly Finding[];
}

/** What of the block, and before it, could not be looked at. */
function operateFindings(block: Block, { gaps, stamp }: BlockAnalyser, failed: ReadonlySet<string>): readonly Finding[] {
  return [
    ...findingsOf(COVERAGE_GAP, coverageGaps(block, gaps ?? [], failed), null, block, null, stamp),
    ...findingsOf(SOURCE_DISAGREES, sourceDisagreements(block), null, block, null, stamp),
  ];
}

function timed(findings: readonly Finding[], scoredAtMs: number | null): readonly Finding[] {
  return scoredAtMs === null ? findings : findings.map((finding) => ({ ...finding, scoredAtMs }));
}

/** One monitor that fails tells its owner; where asking them fails as a whole, the block says so. */
function askMonitors(
  monitored: MonitoredBlock,
  state: ChainState,
  { monitors, stamp, onDetectorFailure }: BlockAnalyser,
  failed: Set<string>,
): readonly Finding[] {
  if (monitors === undefined) return [];
  try {
    return monitorFindings(monitored, monitors, state.watch, stamp);
  } catch (error) {
    failed.add(MONITORS);
    onDetectorFailure(MONITORS, error, monitored.block.hash);
    return [];
  }
}

/** A detector that throws costs its own voice and the block's completeness, nothing else. */
function inspect(tx: InspectedTransaction, ctx: DetectContext, block: Block, analyser: BlockAnalyser, failed: Set<string>): Finding[] {
  const answers = askDetectors(analyser.detectors, tx, ctx, ({ id }, error) => {
    failed.add(id);
    analyser.onDetectorFailure(id, error, tx.hash);
  });
  return answers.flatMap(({ detector, detections }) => findingsOf(detector, detections, tx, block, null, analyser.stamp));
}

function noteOf({ detectorId, stage, severity, subject, parties }: Finding): FindingNote {
  return { detectorId, stage, severity, subject, parties };
}

function surprising(
  tx: InspectedTransaction,
  row: number,
  block: Block,
  features: FeatureRows,
  scored: ScoredRows | null,
  seenBefore: number,
  called: FunctionRecord | undefined,
  { scorer, stamp }: BlockAnalyser,
): readonly Finding[] {
  if (scorer === null || scored === null) return [];
  const line = budgetRisk(scorer.bundle.transactionsPerDay, SCORE_ALERTS_PER_DAY);
  const risk = scored.risk[row] ?? 0;
  if (risk < line) return [];
  const top = topContributions(scorer, features, row);
  return findingsOf(SCORE_ANOMALY, scoreAnomaly(tx, risk, line, top, seenBefore, called), tx, block, risk, stamp);
}

function assemble(
  block: Block,
  transactions: readonly InspectedTransaction[],
  findings: readonly Finding[],
  features: FeatureRows,
  scored: ScoredRows | null,
  failed: ReadonlySet<string>,
  analyser: BlockAnalyser,
): AnalysedBlock {
  const { stamp } = analyser;
  const partialReasons = [
    ...block.partialReasons,
    ...(scored === null ? ['no-model'] : []),
    ...[...failed].map((id) => `detector-failed:${id}`),
  ];
  const byRisk = scored === null ? [] : [...scored.risk.keys()].sort((a, b) => (scored.risk[a] ?? 0) - (scored.risk[b] ?? 0));
  const riskAt = (position: number): number | null => {
    const row = byRisk[position];
    return row === undefined ? null : (scored?.risk[row] ?? null);
  };
  const summary: BlockSummary = {
    ref: refOf(block),
    generation: analyser.generation,
    isLate: analyser.isLate ?? false,
    transactions: transactions.length,
    scored: scored === null ? 0 : transactions.length,
    maxRisk: riskAt(byRisk.length - 1),
    medianRisk: riskAt(byRisk.length >> 1),
    riskiest: transactions[byRisk.at(-1) ?? -1]?.hash ?? null,
    partialReasons,
    seenAtMs: block.seenAtMs,
    analysedAtMs: stamp.analysedAtMs,
    modelId: stamp.modelId,
    rulesVersion: stamp.rulesVersion,
  };
  const counts = new Map<Hex | null, number>();
  for (const { transactionHash } of findings) counts.set(transactionHash, (counts.get(transactionHash) ?? 0) + 1);
  return {
    summary,
    findings,
    transactions: transactions.map((tx, row) => transactionRow(tx, row, block, features, scored, counts.get(tx.hash) ?? 0)),
    details: transactions.filter(({ hash }) => counts.has(hash)).map((tx) => detailOf(tx, block)),
    coverage: {
      chainId: block.chainId,
      blockNumber: block.number,
      blockHash: block.hash,
      blockTimestamp: block.header.timestamp,
      state: partialReasons.length === 0 ? 'complete' : 'partial',
      reasons: partialReasons,
      traceSource: block.traceSource,
      verification: block.verification,
      transactions: transactions.length,
      modelId: stamp.modelId,
      rulesVersion: stamp.rulesVersion,
      seenAtMs: block.seenAtMs,
      analysedAtMs: stamp.analysedAtMs,
    },
  };
}

function transactionRow(
  tx: InspectedTransaction,
  row: number,
  block: Block,
  features: FeatureRows,
  scored: ScoredRows | null,
  findings: number,
): TransactionRow {
  return {
    chainId: block.chainId,
    blockNumber: block.number,
    blockHash: block.hash,
    blockTimestamp: block.header.timestamp,
    index: tx.index,
    hash: tx.hash,
    from: tx.from,
    to: tx.to,
    valueWei: tx.valueWei,
    gasUsed: tx.receipt?.gasUsed ?? null,
    status: tx.receipt?.status ?? null,
    selector: tx.decoded.selector,
    logCount: tx.receipt?.logs.length ?? 0,
    frameCount: tx.frames?.length ?? null,
    risk: scored?.risk[row] ?? null,
    parts: scored === null ? null : scored.parts.subarray(row * PARTS.length, (row + 1) * PARTS.length),
    features: scored === null ? null : knownFeatures(features, row),
    segment: scored === null ? null : (features.segments[row] ?? null),
    featureMask: features.masks[row] ?? 0,
    calls: scored === null || Number.isNaN(scored.parts[row * PARTS.length + SEQUENCE] ?? Number.NaN) ? null : features.sequenceOf(row),
    findings,
  };
}

/** A row's features as they are kept: NaN says that one was not known, so that the score can be computed again. */
function knownFeatures({ values, known }: FeatureRows, row: number): Float32Array {
  const from = row * FEATURES.length;
  const kept = values.slice(from, from + FEATURES.length);
  for (let column = 0; column < kept.length; column += 1) if (known[from + column] === 0) kept[column] = Number.NaN;
  return kept;
}

function detailOf(tx: InspectedTransaction, block: Block): TransactionDetail {
  return {
    chainId: block.chainId,
    hash: tx.hash,
    blockNumber: block.number,
    blockHash: block.hash,
    frames: tx.frames?.slice(0, MAX_DETAIL_FRAMES) ?? null,
    framesOmitted: Math.max(0, (tx.frames?.length ?? 0) - MAX_DETAIL_FRAMES),
    transfers: tx.decoded.transfers,
  };
}
