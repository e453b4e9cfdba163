import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayChainSource, readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { readLabels } from '../../src/adapters/labels/read-labels.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { makeLab } from '../../src/lab/make-lab.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import { openTestControlStore } from '../support/control-store.js';
import { runIngest } from '../support/ingest.js';

interface Deed {
  readonly kind: 'attack' | 'twin';
  readonly detectorId: string;
  readonly transactionHash: string;
}

const NEEDS_CODE = 'approval-unlimited-to-eoa';

describe('a recorded lab', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-lab-'));
  beforeAll(async () => {
    await makeLab({ seed: 5, blocks: 64, attacks: 6, detectorIds: new Set([NEEDS_CODE, 'approval-to-flagged']), out: folder });
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says which spenders had code, so that an allowance to a wallet is told from one to a contract', async () => {
    const source = await ReplayChainSource.open(folder, readReplayManifest(folder).chainId ?? 0, 'max');
    const control = await openTestControlStore();
    const running = await runIngest(source, control, { from: null });
    await running.drained();
    await control.close();
    const book = createLabelBook(await readLabels(path.join(folder, 'labels.csv')));
    const state = new ChainState();
    const found = running.events.flatMap((event) =>
      event.kind !== 'block'
        ? []
        : analyseBlock(event.block, state, {
            detectors: CATALOGUE,
            scorer: null,
            knowledge: { ...NO_KNOWLEDGE, labelsOf: book.labelsOf },
            generation: 0,
            stamp: { modelId: null, rulesVersion: 'test', analysedAtMs: 0, hashText },
            onDetectorFailure: (detectorId, error) => {
              throw new Error(detectorId, { cause: error });
            },
          }).findings,
    );
    const raised = new Set<string | null>(
      found.filter(({ detectorId }) => detectorId === NEEDS_CODE).map(({ transactionHash }) => transactionHash),
    );
    const deeds: readonly Deed[] = JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8'));
    const of = (kind: Deed['kind']) =>
      deeds.filter((deed) => deed.kind === kind && deed.detectorId === NEEDS_CODE).map((deed) => deed.transactionHash);
    expect(of('attack').length).toBeGreaterThan(0);
    expect(of('twin').length).toBeGreaterThan(0);
    expect(of('attack').filter((hash) => !raised.has(hash))).toEqual([]);
    // Nothing that is benign is raised; an allowance to a flagged wallet is an allowance to a wallet as well.
    const attacks = new Set(deeds.flatMap(({ kind, transactionHash }) => (kind === 'attack' ? [transactionHash] : [])));
    expect([...raised].filter((hash) => hash !== null && !attacks.has(hash))).toEqual([]);
  }, 120_000);

  it('says nothing of blocks that it does not hold', async () => {
    const source = await ReplayChainSource.open(folder, 31337, 'max');
    expect(await source.codeAt([`0x${'11'.repeat(20)}`], `0x${'22'.repeat(32)}`)).toEqual(new Map());
  });
});
