import path from 'node:path';
import { z } from 'zod';
import { ReplayChainSource, readReplayManifest } from '../../../src/adapters/chain-source/replay-chain-source.js';
import { createHashing } from '../../../src/adapters/crypto/hashing.js';
import { createLabelBook } from '../../../src/adapters/labels/label-book.js';
import { readLabels } from '../../../src/adapters/labels/read-labels.js';
import { readPrices } from '../../../src/adapters/prices/price-table.js';
import { BlockVerifier } from '../../../src/core/chain/verify.js';
import type { Detector } from '../../../src/core/detect/detector.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { FatalError } from '../../../src/core/errors.js';
import { ChainState } from '../../../src/core/state/chain-state.js';
import { analyseBlock } from '../../../src/pipeline/analyse/analyse-block.js';
import type { Knowledge } from '../../../src/pipeline/analyse/knowledge.js';
import { createCodeFacts } from '../../../src/pipeline/ingest/code-facts.js';
import { loadBlock } from '../../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import { readJson } from '../../datasets/call-traces.js';
import type { LabFigures, LabRow } from './figures.js';

const deed = z.object({
  detectorId: z.string(),
  kind: z.enum(['attack', 'twin', 'notice']),
  transactionHash: z.string(),
  blockNumber: z.number(),
});
type Deed = z.infer<typeof deed>;

/** Analyses a labelled chain as `tocsin lab` makes one, and compares with its truth: attacks by their own detector, twins by the same. */
export async function judgeLab(folder: string, detectors: readonly Detector[]): Promise<LabFigures> {
  const truth = z.array(deed).parse(readJson(path.join(folder, 'truth.json')));
  const findings = await analyse(folder, detectors);
  const ids = [...new Set(truth.map(({ detectorId }) => detectorId))].sort();
  const rows = ids.map((id) => rowOf(id, truth, findings));
  const sum = (of: (row: LabRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    attacks: sum(({ attacks }) => attacks),
    named: sum(({ named }) => named),
    twins: sum(({ twins }) => twins),
    twinsFired: sum(({ twinsFired }) => twinsFired),
    rows,
  };
}

async function analyse(folder: string, detectors: readonly Detector[]): Promise<readonly Finding[]> {
  const book = createLabelBook(await readLabels(path.join(folder, 'labels.csv')));
  const prices = await readPrices(path.join(folder, 'prices.csv'));
  const knowledge: Knowledge = { labelsOf: book.labelsOf, priceUsdOf: prices.usdOf, decimalsOf: prices.decimalsOf };
  const source = await ReplayChainSource.open(folder, readReplayManifest(folder).chainId ?? 1, 'max');
  const verifier = new BlockVerifier(await createHashing(), 'full');
  const withFacts = createCodeFacts(source, SILENT_METRICS);
  const state = new ChainState();
  const findings: Finding[] = [];
  for (const number of source.numbers()) {
    const loaded = await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: true, nowMs: () => 0 }, number);
    if (loaded.kind !== 'block') throw new FatalError('lab-block', `${folder}: block ${number} is ${loaded.kind}. Make the chain anew.`);
    const analysed = analyseBlock(await withFacts(loaded.block), state, {
      detectors,
      scorer: null,
      knowledge,
      generation: 0,
      stamp: { modelId: null, rulesVersion: '', analysedAtMs: 0, hashText: (text) => text },
      onDetectorFailure: (id, error) => {
        throw new FatalError('detector-failed', `${id} failed in block ${number}: ${String(error)}`);
      },
    });
    findings.push(...analysed.findings);
  }
  return findings;
}

/** A finding that comes later than this is of something else. */
const PATIENCE_BLOCKS = 3;

/** A story's attack is named where its detector speaks in its own block; a twin fires where it speaks of one of its transactions. */
function rowOf(id: string, truth: readonly Deed[], findings: readonly Finding[]): LabRow {
  const own = findings.filter(({ detectorId }) => detectorId === id);
  const attacks = truth.filter((one) => one.detectorId === id && one.kind === 'attack');
  const twins = truth.filter((one) => one.detectorId === id && one.kind === 'twin');
  const delays = attacks.flatMap(({ blockNumber }) => {
    const later = own.flatMap((one) =>
      one.blockNumber >= blockNumber && one.blockNumber < blockNumber + PATIENCE_BLOCKS ? [one.blockNumber] : [],
    );
    return later.length === 0 ? [] : [Math.min(...later) - blockNumber];
  });
  return {
    detectorId: id,
    attacks: attacks.length,
    named: delays.filter((blocks) => blocks === 0).length,
    twins: twins.length,
    twinsFired: twins.filter(({ transactionHash }) => own.some((one) => one.transactionHash === transactionHash)).length,
    blocksToAlert: delays.length === 0 ? null : delays.reduce((a, b) => a + b, 0) / delays.length,
  };
}
