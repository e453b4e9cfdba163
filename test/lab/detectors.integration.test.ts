import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RpcChainSource } from '../../src/adapters/chain-source/rpc-chain-source.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { createLabelBook } from '../../src/adapters/labels/label-book.js';
import { readLabels } from '../../src/adapters/labels/read-labels.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import type { Finding } from '../../src/core/detect/finding.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { compileContracts } from '../../src/lab/compile.js';
import { type Devnet, startDevnet } from '../../src/lab/devnet/start-devnet.js';
import { writeTownLabels } from '../../src/lab/labels.js';
import { Rotation } from '../../src/lab/rotation.js';
import { SCENARIOS } from '../../src/lab/scenarios/catalogue.js';
import { type MinedDeed, Town } from '../../src/lab/town.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import { createCodeFacts } from '../../src/pipeline/ingest/code-facts.js';
import { loadBlock } from '../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';

const GENESIS = 1_700_000_000;
const CALM_BLOCKS = 6;
/** Between two attacks; a story of eight takes longest, and all end within the blocks of two more. */
const EVERY = 6;
const metrics = SILENT_METRICS;

interface Lived {
  readonly findings: readonly Finding[];
  readonly deeds: readonly MinedDeed[];
  readonly partialReasons: readonly string[];
  readonly refusals: number;
  readonly transactions: number;
}

/** The town through two turns of every story, each block read and analysed as it is mined. */
async function live(devnet: Devnet, dir: string): Promise<Lived> {
  const town = await Town.open(devnet, 7, compileContracts());
  const labels = path.join(dir, 'labels.csv');
  writeTownLabels(labels, town.plan);
  const source = new RpcChainSource({ chainId: devnet.chainId, urls: [devnet.httpUrl], pollMs: 50 });
  const verifier = new BlockVerifier(await createHashing(), 'full');
  const withFacts = createCodeFacts(source, metrics);
  const state = new ChainState();
  const deeds: MinedDeed[] = [];
  const findings: Finding[] = [];
  const partial = new Set<string>();
  let [next, transactions, refusals] = [1, 0, 0];

  async function catchUp(): Promise<void> {
    for (; next <= town.headNumber; next += 1) {
      const loaded = await loadBlock({ source, verifier, metrics, isReplay: false, nowMs: () => 0 }, next);
      if (loaded.kind !== 'block') throw new Error(`block ${next} is ${loaded.kind}`);
      const analysed = analyseBlock(await withFacts(loaded.block), state, {
        detectors: CATALOGUE,
        scorer: null,
        knowledge: { ...createLabelBook(await readLabels(labels)), priceUsdOf: () => null, decimalsOf: () => null },
        stamp: { modelId: null, rulesVersion: 'test', analysedAtMs: 0, hashText: (text) => text },
        generation: 1,
        onDetectorFailure: (id, error) => {
          throw new Error(`${id}: ${String(error)}`);
        },
      });
      findings.push(...analysed.findings);
      for (const reason of analysed.summary.partialReasons) partial.add(reason);
      transactions += analysed.transactions.length;
    }
  }

  await catchUp();
  const rotation = new Rotation(town, EVERY, 0, SCENARIOS.length * 2);
  for (
    let block = 0;
    block < CALM_BLOCKS || rotation.attacksBegun < SCENARIOS.length * 2 || !town.isQuiet || block % EVERY !== 0;
    block += 1
  ) {
    if (block >= CALM_BLOCKS) rotation.next();
    const mined = await town.mine(block === CALM_BLOCKS ? town.headTimestamp + 2 * 86_400 : town.headTimestamp + 12);
    deeds.push(...mined.deeds);
    refusals += mined.refusals.length;
    await catchUp();
  }
  await source.close();
  return { findings, deeds, partialReasons: [...partial], refusals, transactions };
}

describe('the town and the detectors', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-lab-'));
  let devnet: Devnet;
  let lived: Lived;

  beforeAll(async () => {
    devnet = await startDevnet({ dir, genesisTimestamp: GENESIS });
    lived = await live(devnet, dir);
  }, 120_000);

  afterAll(async () => {
    await devnet.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const detectorsOn = (hash: string) => lived.findings.filter(({ transactionHash }) => transactionHash === hash).map((f) => f.detectorId);
  const deedsOf = (detectorId: string, kind: MinedDeed['kind']) =>
    lived.deeds.filter((deed) => deed.detectorId === detectorId && deed.kind === kind);

  it('reads every block whole, and everything the town planned succeeds', () => {
    expect(lived.partialReasons).toEqual(['no-model']);
    expect(lived.refusals).toBe(0);
    expect(lived.deeds.filter(({ succeeded }) => !succeeded)).toEqual([]);
    expect(lived.transactions).toBeGreaterThan(1_000);
  });

  for (const { id } of CATALOGUE) {
    it(`${id} names every attack that is its own, and nothing else names it`, () => {
      const attacks = deedsOf(id, 'attack');
      expect(attacks.length).toBeGreaterThanOrEqual(2);
      for (const { transactionHash } of attacks) expect([...new Set(detectorsOn(transactionHash))]).toEqual([id]);
    });

    it(`${id} stays silent on the benign twins, and so do all others`, () => {
      const twins = deedsOf(id, 'twin');
      expect(twins.length).toBeGreaterThanOrEqual(2);
      for (const { transactionHash } of twins) expect(detectorsOn(transactionHash)).toEqual([]);
    });
  }

  it('finds nothing in everyday traffic but what the town gives notice of, and that as medium at most', () => {
    const attacks = new Set<string | null>(
      lived.deeds.filter(({ kind }) => kind === 'attack').map(({ transactionHash }) => transactionHash),
    );
    const besides = lived.findings.filter(({ transactionHash }) => !attacks.has(transactionHash));
    const noticed = lived.deeds.filter(({ kind }) => kind === 'notice');
    expect(noticed.length).toBeGreaterThanOrEqual(2);
    expect(besides.map(({ transactionHash, detectorId, severity }) => ({ transactionHash, detectorId, severity }))).toEqual(
      noticed.map(({ transactionHash, detectorId }) => ({ transactionHash, detectorId, severity: 'medium' })),
    );
  });

  it('tells how bad each attack is', () => {
    const severitiesOf = (detectorId: string) => {
      const attacks = deedsOf(detectorId, 'attack').map(({ transactionHash }) => transactionHash);
      const found = lived.findings.filter((finding) => attacks.some((hash) => hash === finding.transactionHash));
      return [...new Set(found.map(({ severity }) => severity))].sort();
    };
    expect(Object.fromEntries(CATALOGUE.map(({ id }) => [id, severitiesOf(id)]))).toEqual({
      'address-poisoning-zero-value': ['medium'],
      'admin-proxy-upgraded': ['high'],
      'approval-to-flagged': ['high'],
      'approval-unlimited-to-eoa': ['high'],
      'flagged-interaction': ['high', 'medium'],
      'flash-loan-price-move': ['critical'],
      'outflow-over-history': ['critical'],
      'reentrancy-state-changing': ['critical'],
    });
  });
});
