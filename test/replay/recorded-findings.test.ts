import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { hashText } from '../../src/apps/platform/hash-text.js';
import type { Label } from '../../src/core/detect/detector.js';
import type { Finding } from '../../src/core/detect/finding.js';
import { referenceOf } from '../../src/core/detect/reference-prices.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import type { Knowledge } from '../../src/pipeline/analyse/knowledge.js';
import { hasRecordedBlocks, loadFolder, TIERS } from '../support/recorded.js';

/** What the program knows without an operator's tables. */
const KNOWLEDGE: Knowledge = {
  labelsOf: () => [],
  priceUsdOf: (chainId, token) => referenceOf(chainId, token)?.usd ?? null,
  decimalsOf: (chainId, token) => referenceOf(chainId, token)?.decimals ?? null,
};

/** The addresses of these blocks that public lists call dangerous. */
function recordedLabels(): Knowledge {
  const labels = new Map<string, Label>();
  const [, ...rows] = readFileSync(path.join(TIERS.A, '../label_hits.csv'), 'utf8').trim().split('\n');
  for (const row of rows) {
    const address = /0x[0-9a-f]{40}(?=,)/.exec(row.slice(67))?.[0];
    if (address === undefined) throw new Error(`a row without an address: ${row}`);
    labels.set(address, {
      address: `0x${address.slice(2)}`,
      category: 'phishing',
      source: 'recorded',
      confidence: 1,
      name: null,
      chainId: 1,
    });
  }
  return { ...KNOWLEDGE, labelsOf: (_, address) => [labels.get(address) ?? []].flat() };
}

/** Each was looked at: what it says is so, and it is no attack. High ones in three transactions of 39,106. */
const EXPECTED: Readonly<Record<'A' | 'B' | 'C' | 'D', readonly string[]>> = {
  A: [
    // An exchange empties a deposit contract of its own.
    'drain-after-balance-read high 0x2e4917694284878f297752a60c7a90ae3b1a59b91f0572ba97a628b57f338c4a',
    // A keeper that is paid for each birth of a kitten.
    'same-origin-repeat medium 0x43d904b094f636d06b7634e79b97d394785e6ef1f19a68613f5db1383a23a8aa',
    // A bot that runs only below a certain gas limit of the block.
    'contract-red-pill medium 0xbe72633d4d364570b28f8ab82aec9df0bf717f034f66bfcd1c9a17c80ed098cf',
    // A withdrawal from Tornado Cash: to its receiver, and the relayer's fee.
    'funding-from-mixer medium 0xe93a8aecfe91b955a1368f41cfee906919d2aedb147ec00f2c03dcbe780c07e2',
    'funding-from-mixer medium 0xe93a8aecfe91b955a1368f41cfee906919d2aedb147ec00f2c03dcbe780c07e2',
  ],
  B: [],
  C: [],
  D: [
    // A market in distress: four loans at once.
    'liquidation-cascade medium 0xa5a5426b17bc3addf0781e0b5b33a4783b0ee78cefeadfb3cce735b8d795aea8',
    // A large owner who takes out what it brought before these blocks.
    'outflow-large-direct medium 0x96f3d4a4fad1f38c968776a74915030b444d185be1e92ef2f69eee470003369f',
    // An owner whose past is not in these blocks.
    'access-control-first-caller high 0x262734874a4ab0d6de0d946160cf098fd4a7a03ac8fc12b74d777c9fbf02b3bd',
    // A treasury that pays by a wallet of several.
    'balance-conservation-broken high 0x332cec80bbccd8258bf9712798bd5f048784a754c388656ec52c2075ea72e31a',
    'outflow-drains-contract high 0x332cec80bbccd8258bf9712798bd5f048784a754c388656ec52c2075ea72e31a',
    'profit-from-nothing high 0x332cec80bbccd8258bf9712798bd5f048784a754c388656ec52c2075ea72e31a',
  ],
};

/** Low and for the record: sandwiches are sandwiches, and not what anybody is woken for. */
const SMALL: Readonly<Record<'A' | 'B' | 'C' | 'D', Readonly<Record<string, number>>>> = {
  A: { 'admin-owner-changed low': 1, 'contract-deployed-by-fresh-address low': 1, 'frontrun-sandwich low': 13, 'jit-liquidity info': 1 },
  B: { 'frontrun-sandwich low': 10 },
  C: {},
  D: { 'contract-deployed-by-fresh-address low': 1, 'frontrun-sandwich low': 6 },
};

/** A folder's blocks in their order, through one state. */
async function analyseFolder(
  folder: string,
  knowledge: Knowledge,
): Promise<{ transactions: number; failures: number; findings: readonly Finding[] }> {
  const state = new ChainState();
  const findings: Finding[] = [];
  let [transactions, failures] = [0, 0];
  for (const loaded of (await loadFolder(folder)).values()) {
    if (loaded.kind !== 'block') throw new Error(`a recorded block is ${loaded.kind}`);
    const analysed = analyseBlock(loaded.block, state, {
      detectors: CATALOGUE,
      scorer: null,
      knowledge,
      generation: 0,
      stamp: { modelId: null, rulesVersion: 'test', analysedAtMs: 0, hashText },
      onDetectorFailure: () => {
        failures += 1;
      },
    });
    transactions += analysed.transactions.length;
    findings.push(...analysed.findings);
  }
  return { transactions, failures, findings };
}

function countsOf(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { detectorId, severity } of findings) {
    const key = `${detectorId} ${severity}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

if (!hasRecordedBlocks()) {
  it('needs the recorded blocks where CI runs', () => expect(process.env['CI']).toBeUndefined());
} else {
  describe('findings of real blocks', () => {
    it.each([
      ['A', 14_782, EXPECTED.A],
      ['B', 2_057, EXPECTED.B],
      ['C', 13_005, EXPECTED.C],
      ['D', 9_262, EXPECTED.D],
    ] as const)(
      'stay at what was looked at, in tier %s, whose %i transactions are benign, arbitrage and liquidations included',
      async (tier, count, expected) => {
        const { transactions, failures, findings } = await analyseFolder(TIERS[tier], KNOWLEDGE);
        expect([transactions, failures]).toEqual([count, 0]);
        const isSmall = ({ severity }: Finding) => severity === 'low' || severity === 'info';
        const told = findings.filter((finding) => !isSmall(finding));
        expect(told.map(({ detectorId, severity, transactionHash }) => `${detectorId} ${severity} ${transactionHash}`)).toEqual(expected);
        expect(countsOf(findings.filter(isSmall))).toEqual(SMALL[tier]);
      },
      120_000,
    );

    it('name who dealt with the addresses that lists call dangerous', async () => {
      const counts: Record<string, unknown> = {};
      for (const [tier, folder] of Object.entries(TIERS)) counts[tier] = countsOf((await analyseFolder(folder, recordedLabels())).findings);
      expect(counts).toEqual({
        A: {
          'admin-owner-changed low': 1,
          'contract-deployed-by-fresh-address low': 1,
          'contract-red-pill medium': 1,
          'drain-after-balance-read high': 1,
          'frontrun-sandwich low': 13,
          'jit-liquidity info': 1,
          'same-origin-repeat medium': 1,
          'flagged-interaction high': 4,
          'funding-from-mixer medium': 2,
        },
        B: { 'frontrun-sandwich low': 10, 'flagged-interaction medium': 1, 'funding-from-flagged medium': 1 },
        C: { 'flagged-interaction high': 4, 'flagged-interaction medium': 8, 'funding-from-flagged medium': 5 },
        D: {
          'access-control-first-caller high': 1,
          'balance-conservation-broken high': 1,
          'contract-deployed-by-fresh-address low': 1,
          'flagged-interaction high': 6,
          'flagged-interaction medium': 1,
          'outflow-drains-contract high': 1,
          'outflow-large-direct medium': 1,
          'liquidation-cascade medium': 1,
          'frontrun-sandwich low': 6,
          'profit-from-nothing high': 1,
        },
      });
    }, 240_000);
  });
}
