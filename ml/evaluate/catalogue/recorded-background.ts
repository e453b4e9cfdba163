import path from 'node:path';
import { ReplayChainSource, readReplayManifest } from '../../../src/adapters/chain-source/replay-chain-source.js';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import type { Block } from '../../../src/core/chain/block.js';
import { BlockVerifier } from '../../../src/core/chain/verify.js';
import { concernedOf } from '../../../src/core/detect/concerned.js';
import type { Detector } from '../../../src/core/detect/detector.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { inspected } from '../../../src/core/detect/inspected.js';
import { messageOf } from '../../../src/core/errors.js';
import { ChainState } from '../../../src/core/state/chain-state.js';
import { analyseBlock } from '../../../src/pipeline/analyse/analyse-block.js';
import { detectContext } from '../../../src/pipeline/analyse/block-context.js';
import { loadBlock } from '../../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { recordedBelow } from '../../datasets/call-traces.js';
import { WITHOUT_LABELS } from '../../datasets/recorded-rows.js';
import { type BackgroundFigures, countBy, isGrave } from './figures.js';

/** Frames from which on a transaction is a complex one. */
const COMPLEX_FRAMES = 20;

class Tally {
  transactions = 0;
  withTrace = 0;
  failures = 0;
  readonly complex = { transactions: 0, withHighFinding: 0 };
  readonly ordinary = { transactions: 0, withHighFinding: 0 };
  readonly findings: Finding[] = [];
  readonly microsOfBlocks: number[] = [];
  readonly micros = new Map<string, number>();

  constructor(private readonly detectors: readonly Detector[]) {}

  take(block: Block, state: ChainState): void {
    const { findings, transactions } = analyseBlock(block, state, {
      detectors: this.detectors,
      scorer: null,
      knowledge: WITHOUT_LABELS,
      generation: 0,
      stamp: { modelId: null, rulesVersion: '', analysedAtMs: 0, hashText: (text) => text },
      onDetectorFailure: () => {
        this.failures += 1;
      },
    });
    this.findings.push(...findings);
    const high = new Set(findings.flatMap(({ severity, transactionHash }) => (isGrave(severity) ? [transactionHash] : [])));
    this.transactions += transactions.length;
    for (const { hash, frames } of block.transactions) {
      if (frames !== null) this.withTrace += 1;
      const kind = (frames?.length ?? 0) >= COMPLEX_FRAMES ? this.complex : this.ordinary;
      kind.transactions += 1;
      if (high.has(hash)) kind.withHighFinding += 1;
    }
    this.time(block, state);
  }

  /** All detectors once more over the block, each by itself and as it is asked, the asking included; facts of traces are worked out anew by who asks first. */
  private time(block: Block, state: ChainState): void {
    if (block.transactions.length === 0) return;
    const transactions = block.transactions.map(inspected);
    const ctx = detectContext(block, transactions, state.history, WITHOUT_LABELS);
    const asked = transactions.map((tx) => new Set(concernedOf(this.detectors).of(tx)));
    let all = 0;
    for (const detector of this.detectors) {
      const own = transactions.filter((_, i) => asked[i]?.has(detector) === true);
      const started = performance.now();
      for (const tx of own) {
        try {
          detector.inspect(tx, ctx);
        } catch {
          // Counted above, where it was analysed.
        }
      }
      const micros = (performance.now() - started) * 1_000;
      all += micros;
      this.micros.set(detector.id, (this.micros.get(detector.id) ?? 0) + micros);
    }
    const started = performance.now();
    for (const tx of transactions) concernedOf(this.detectors).of(tx);
    all += (performance.now() - started) * 1_000;
    this.microsOfBlocks.push(all / transactions.length);
  }
}

/** Replays every folder of recorded blocks below through the code that serves, each through a memory of its own. */
export async function judgeBackground(
  folder: string,
  detectors: readonly Detector[],
  onBlock: (done: number, all: number) => void,
): Promise<BackgroundFigures> {
  const tally = new Tally(detectors);
  const unreadable: string[] = [];
  const verifier = new BlockVerifier(await createHashing(), 'off');
  const sources = await Promise.all(
    recordedBelow(folder).map(async (place) => ({
      place,
      source: await ReplayChainSource.open(place, readReplayManifest(place).chainId ?? 1, 'max'),
    })),
  );
  const all = sources.reduce((sum, { source }) => sum + source.numbers().length, 0);
  let done = 0;
  for (const { place, source } of sources) {
    const state = new ChainState();
    for (const number of source.numbers()) {
      const name = path.join(path.relative(folder, place), String(number));
      try {
        const loaded = await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: true, nowMs: () => 0 }, number);
        if (loaded.kind === 'block') tally.take(loaded.block, state);
        else unreadable.push(`${name}: ${loaded.kind}`);
      } catch (error) {
        unreadable.push(`${name}: ${messageOf(error)}`);
      }
      done += 1;
      onBlock(done, all);
    }
  }
  return figuresOf(tally, unreadable);
}

function figuresOf(tally: Tally, unreadable: readonly string[]): BackgroundFigures {
  const { findings, transactions, microsOfBlocks } = tally;
  const high = findings.filter(({ severity }) => isGrave(severity));
  const sorted = [...microsOfBlocks].sort((a, b) => a - b);
  return {
    transactions,
    findings: findings.length,
    highFindings: high.length,
    exploitFindings: findings.filter(({ stage }) => stage === 'exploit').length,
    complex: tally.complex,
    ordinary: tally.ordinary,
    withTrace: tally.withTrace,
    byDetector: countBy(findings.map(({ detectorId }) => detectorId)),
    high: high.map(({ detectorId, transactionHash }) => ({ detectorId, transactionHash: transactionHash ?? '' })),
    microsPerTransaction: sorted[sorted.length >> 1] ?? 0,
    microsByDetector: Object.fromEntries([...tally.micros].map(([id, micros]) => [id, micros / Math.max(1, transactions)])),
    failures: tally.failures,
    unreadable,
  };
}
