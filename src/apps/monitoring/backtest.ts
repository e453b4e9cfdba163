import { createHashing } from '../../adapters/crypto/hashing.js';
import type { BacktestMatch, BacktestResult } from '../../contracts/backtest.js';
import type { Block } from '../../core/chain/block.js';
import { BlockVerifier } from '../../core/chain/verify.js';
import type { Finding } from '../../core/detect/finding.js';
import type { CompiledMonitor } from '../../core/monitor/compiled-monitor.js';
import type { StateQuestion } from '../../core/monitor/monitor.js';
import { monitorSet } from '../../core/monitor/monitor-set.js';
import type { Scorer } from '../../core/score/scorer.js';
import { ChainState } from '../../core/state/chain-state.js';
import { CATALOGUE } from '../../detectors/catalogue.js';
import { analyseBlock } from '../../pipeline/analyse/analyse-block.js';
import { rulesVersionOf } from '../../pipeline/analyse/findings.js';
import type { Knowledge } from '../../pipeline/analyse/knowledge.js';
import { createCodeFacts } from '../../pipeline/ingest/code-facts.js';
import { loadBlock } from '../../pipeline/ingest/load-block.js';
import { createMonitorReads } from '../../pipeline/ingest/monitor-reads.js';
import type { ChainSource } from '../../ports/chain-source.js';
import type { Metrics } from '../../ports/metrics.js';
import { checksum } from '../platform/checksum.js';
import { hashText } from '../platform/hash-text.js';

export interface Backtest {
  readonly source: ChainSource;
  readonly from: number;
  readonly to: number;
  /** The monitor itself first, then what its sequence waits for. */
  readonly monitor: readonly CompiledMonitor[];
  readonly against: readonly CompiledMonitor[] | null;
  readonly knowledge: Knowledge;
  /** Null: scores are not known here. */
  readonly scorer: Scorer | null;
  readonly signal?: AbortSignal;
  onProgress?(done: number, total: number): void;
}

const SAMPLE = 20;
const MISSING_KEPT = 100;
const NO_METRICS: Metrics = { count: () => undefined, gauge: () => undefined, observe: () => undefined };

/** What a monitor would have said of past blocks: the pipeline's own analysis on a state that begins empty, and nothing is kept or sent. The same range gives the same bytes. */
export async function runBacktest(test: Backtest): Promise<BacktestResult> {
  const { source, from, to } = test;
  const numbers = source.numbers()?.filter((number) => number >= from && number <= to) ?? range(from, to);
  const sides = [test.monitor, test.against ?? []].map((monitors, side) => new Side(monitors, side));
  const set = monitorSet(
    sides.flatMap(({ renamed }) => renamed),
    source.chainId,
  );
  const needs = (name: string) => set.all.some(({ uses, monitor }) => uses.has(name) || (name === 'findings' && monitor.on === 'finding'));
  const detectors = needs('findings') ? CATALOGUE : [];
  const stamp = { modelId: null, rulesVersion: rulesVersionOf(detectors, hashText), analysedAtMs: 0, hashText };
  const analyser = {
    detectors,
    scorer: needs('score') || detectors.length > 0 ? test.scorer : null,
    knowledge: test.knowledge,
    monitors: set,
    generation: 0,
    stamp,
    onDetectorFailure: () => undefined,
  };
  const load = createLoad(source, set.questions);
  const state = new ChainState();
  const missing: number[] = [];
  let transactions = 0;
  for (const [done, number] of numbers.entries()) {
    test.signal?.throwIfAborted();
    const block = await unlessAborted(load(number), test.signal);
    if (block === null) missing.push(number);
    else {
      transactions += block.transactions.length;
      const { findings } = analyseBlock(block, state, analyser);
      for (const side of sides) side.take(findings);
    }
    test.onProgress?.(done + 1, numbers.length);
    await new Promise<void>((resolve) => setImmediate(resolve)); // Others of this process have their turn.
  }
  const [monitor, against] = sides;
  if (monitor === undefined || against === undefined) throw new Error('a backtest has two sides');
  return {
    chainId: source.chainId,
    from,
    to,
    blocks: numbers.length - missing.length,
    transactions,
    missing: missing.slice(0, MISSING_KEPT),
    missingCount: missing.length,
    cold: true,
    monitor: monitor.summary(),
    against: test.against === null ? null : against.summary(),
    diff: test.against === null ? null : diffOf(monitor, against),
  };
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** A node that is silent does not hold up who gave up. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Null: no source could give the block in a form that holds. */
function createLoad(source: ChainSource, questions: readonly StateQuestion[]): (number: number) => Promise<Block | null> {
  const hashing = createHashing();
  const addCode = createCodeFacts(source, NO_METRICS);
  const addReads = createMonitorReads(source, () => questions, NO_METRICS);
  return async (number) => {
    const verifier = new BlockVerifier(await hashing, 'off');
    const loaded = await loadBlock({ source, verifier, metrics: NO_METRICS, isReplay: true, nowMs: () => 0 }, number);
    return loaded.kind === 'block' ? addReads(await addCode(loaded.block)) : null;
  };
}

/** One version, under an organisation of its own, so that neither knows of the other. */
class Side {
  readonly renamed: readonly CompiledMonitor[];
  readonly matches = new Map<string, BacktestMatch>();
  private readonly errors: BacktestMatch[] = [];
  private readonly match: string;
  /** Of what it waits for too: where a step is blind, the whole is. */
  private readonly failures: ReadonlySet<string>;

  constructor(monitors: readonly CompiledMonitor[], side: number) {
    const organisationId = `backtest-${side}`;
    this.renamed = monitors.map((compiled) => ({ ...compiled, monitor: { ...compiled.monitor, organisationId } }));
    this.match = `monitor:${organisationId}/${monitors[0]?.monitor.id ?? ''}`;
    this.failures = new Set(monitors.map(({ monitor }) => `monitor-error:${organisationId}/${monitor.id}`));
  }

  take(findings: readonly Finding[]): void {
    const ordinals = new Map<string, number>();
    for (const finding of findings) {
      if (this.failures.has(finding.detectorId)) this.errors.push(matchOf(finding));
      if (finding.detectorId !== this.match) continue;
      const place = `${finding.blockNumber}:${finding.transactionIndex}:${finding.subject.address}:${String(finding.evidence['place'] ?? '')}`;
      const ordinal = ordinals.get(place) ?? 0;
      ordinals.set(place, ordinal + 1);
      this.matches.set(`${place}:${ordinal}`, matchOf(finding));
    }
  }

  summary(): BacktestResult['monitor'] {
    return {
      alerts: this.matches.size,
      errors: this.errors.length,
      sample: [...this.matches.values()].slice(0, SAMPLE),
      errorSample: this.errors.slice(0, SAMPLE),
    };
  }
}

function matchOf(finding: Finding): BacktestMatch {
  return {
    blockNumber: finding.blockNumber,
    time: new Date(finding.blockTimestamp * 1_000).toISOString(),
    transactionHash: finding.transactionHash,
    severity: finding.severity,
    subject: checksum(finding.subject.address),
    summary: finding.summary,
    reasons: finding.reasons.map(({ text }) => text),
  };
}

function diffOf(monitor: Side, against: Side): NonNullable<BacktestResult['diff']> {
  const added = [...monitor.matches].filter(([key]) => !against.matches.has(key)).map(([, match]) => match);
  const removed = [...against.matches].filter(([key]) => !monitor.matches.has(key)).map(([, match]) => match);
  return {
    added: added.length,
    removed: removed.length,
    addedSample: added.slice(0, SAMPLE),
    removedSample: removed.slice(0, SAMPLE),
    text: `+${added.length} −${removed.length} alerts`,
  };
}
