import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayChainSource, readReplayManifest } from '../../src/adapters/chain-source/replay-chain-source.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import { type LabSummary, makeLab } from '../../src/lab/make-lab.js';
import { loadBlock } from '../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';

const BLOCKS = 72;
const ATTACKS = 8;

describe('a recorded lab', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-made-lab-'));
  const [out, again] = [path.join(dir, 'one'), path.join(dir, 'two')];
  const progress: number[] = [];
  let summary: LabSummary;

  beforeAll(async () => {
    summary = await makeLab({ seed: 11, blocks: BLOCKS, attacks: ATTACKS, out, onProgress: (done) => progress.push(done) });
    await makeLab({ seed: 11, blocks: BLOCKS, attacks: ATTACKS, out: again });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  const truth = () => JSON.parse(readFileSync(path.join(out, 'truth.json'), 'utf8'));

  it('tells how far it is', () => {
    expect(progress).toEqual(Array.from({ length: BLOCKS }, (_, i) => i + 1));
  });

  it('replays as verified, complete blocks that hold every deed of the truth', async () => {
    const source = await ReplayChainSource.open(out, readReplayManifest(out).chainId ?? 0, 'max');
    expect(source.numbers()).toEqual(Array.from({ length: BLOCKS }, (_, i) => i + 1));
    const verifier = new BlockVerifier(await createHashing(), 'full');
    const minedIn = new Map<string, number>();
    for (const number of source.numbers()) {
      const loaded = await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: true, nowMs: () => 0 }, number);
      if (loaded.kind !== 'block') throw new Error(`block ${number} is ${loaded.kind}`);
      expect(loaded.block.partialReasons).toEqual([]);
      for (const { hash } of loaded.block.transactions) minedIn.set(hash, number);
    }
    expect(minedIn.size).toBe(summary.transactions);
    for (const { transactionHash, blockNumber } of truth()) expect(minedIn.get(transactionHash)).toBe(blockNumber);
  });

  it('has as many attacks and twins as were asked for, each for another detector', () => {
    const named = (kind: string) =>
      new Set(truth().flatMap((deed: { kind: string; detectorId: string }) => (deed.kind === kind ? [deed.detectorId] : [])));
    expect(named('attack').size).toBeGreaterThanOrEqual(8);
    expect(named('twin').size).toBeGreaterThanOrEqual(8);
  });

  it('is the same, byte by byte, for the same seed', () => {
    const files = readdirSync(out);
    expect(readdirSync(again)).toEqual(files);
    for (const name of files) expect(readFileSync(path.join(again, name)).equals(readFileSync(path.join(out, name)))).toBe(true);
  });

  it('refuses a folder that holds something, and too few blocks', async () => {
    await expect(makeLab({ seed: 1, blocks: 100, attacks: 1, out })).rejects.toThrow('not empty');
    await expect(makeLab({ seed: 1, blocks: 50, attacks: 8, out: path.join(dir, 'three') })).rejects.toThrow('at least 64 blocks');
  });
});
