import { createHash } from 'node:crypto';
import { checksum } from '../../../src/apps/platform/checksum.js';
import { hashText } from '../../../src/apps/platform/hash-text.js';
import type { BlockSummary, FindingsEvent } from '../../../src/core/alert/findings-event.js';
import type { Address, Hex } from '../../../src/core/chain/block.js';
import type { Finding } from '../../../src/core/detect/finding.js';
import { AlertStage } from '../../../src/pipeline/alert/alert-stage.js';
import type { AnalysedBlock, TransactionRow } from '../../../src/ports/analytics-store.js';
import { SILENT_METRICS } from '../../../src/ports/metrics.js';
import type { Served } from './serve.js';

export const GENESIS_TIME = 1_700_000_000;

export function hashOf(name: string | number): Hex {
  return `0x${createHash('sha256').update(String(name)).digest('hex')}`;
}

export function addressOf(name: string): Address {
  return `0x${hashOf(name).slice(2, 42)}`;
}

export function findingOf(block: number, changes: Partial<Finding> = {}): Finding {
  const detectorId = changes.detectorId ?? 'approval-unlimited-to-eoa';
  const subject = changes.subject ?? { address: addressOf('victim'), role: 'victim' };
  return {
    id: hashOf(`${block}:${detectorId}:${subject.address}:${changes.transactionIndex ?? 0}`),
    chainId: 1,
    blockNumber: block,
    blockHash: hashOf(block),
    transactionHash: hashOf(`tx-${block}`),
    transactionIndex: 0,
    detectorId,
    detectorVersion: 1,
    stage: 'user',
    severity: 'high',
    risk: 98.5,
    title: 'Unlimited token approval to an externally owned account',
    summary: 'The victim lets the spender take every token.',
    subject,
    parties: [{ address: addressOf('spender'), role: 'spender' }],
    reasons: [{ id: 'unlimited', text: 'The allowance is unlimited.' }],
    evidence: { token: addressOf('token') },
    modelId: 'model-1',
    rulesVersion: 'rules-1',
    blockTimestamp: GENESIS_TIME + block * 12,
    seenAtMs: (GENESIS_TIME + block * 12) * 1_000,
    analysedAtMs: (GENESIS_TIME + block * 12) * 1_000 + 5,
    ...changes,
  };
}

export function summaryOf(block: number, chainId = 1): BlockSummary {
  const name = chainId === 1 ? block : `${chainId}:${block}`;
  return {
    ref: { chainId, number: block, hash: hashOf(name), parentHash: hashOf(block - 1), timestamp: GENESIS_TIME + block * 12 },
    isLate: false,
    generation: 0,
    transactions: 1,
    scored: 1,
    maxRisk: 98.5,
    medianRisk: 40,
    riskiest: hashOf(`tx-${block}`),
    partialReasons: [],
    seenAtMs: (GENESIS_TIME + block * 12) * 1_000,
    analysedAtMs: (GENESIS_TIME + block * 12) * 1_000 + 5,
    modelId: 'model-1',
    rulesVersion: 'rules-1',
  };
}

export function analysed(block: number, findings: readonly Finding[] = [findingOf(block)], chainId = 1): FindingsEvent {
  return { kind: 'analysed', summary: summaryOf(block, chainId), findings };
}

/** The real alert stage: what it stores and tells is what the API shows and sockets hear. */
export function alertStageOf({ control, log }: Pick<Served, 'control' | 'log'>): AlertStage {
  return new AlertStage({ store: control.alerts, log, metrics: SILENT_METRICS, checksum, hashText, nowMs: () => Date.now() });
}

export function transactionRowOf(block: number, changes: Partial<TransactionRow> = {}): TransactionRow {
  return {
    chainId: 1,
    blockNumber: block,
    blockHash: hashOf(block),
    blockTimestamp: GENESIS_TIME + block * 12,
    index: 0,
    hash: hashOf(`tx-${block}`),
    from: addressOf('victim'),
    to: addressOf('token'),
    valueWei: 2n ** 200n,
    gasUsed: 46_000,
    status: 1,
    selector: '0x095ea7b3',
    logCount: 1,
    frameCount: 2,
    risk: 98.5,
    parts: Float32Array.of(0.001, 0.02, 0.5, Number.NaN, Number.NaN),
    features: null,
    featureMask: 0,
    calls: null,
    segment: null,
    findings: 1,
    ...changes,
  };
}

export function analysedBlockOf(block: number, transactions: readonly TransactionRow[] = [transactionRowOf(block)]): AnalysedBlock {
  const summary = summaryOf(block);
  return {
    summary,
    transactions,
    findings: [findingOf(block)],
    details: transactions.map((row) => ({
      chainId: 1,
      hash: row.hash,
      blockNumber: block,
      blockHash: row.blockHash,
      framesOmitted: 0,
      frames: [
        {
          index: 0,
          parent: -1,
          depth: 0,
          end: 1,
          kind: 'CALL',
          from: row.from,
          to: row.to,
          valueWei: row.valueWei,
          input: '0x095ea7b3aa',
          output: '0x',
          failed: false,
          gasUsed: 46_000,
        },
      ],
      transfers: [
        {
          standard: 'native',
          token: '0x0000000000000000000000000000000000000000',
          from: row.from,
          to: addressOf('token'),
          amount: row.valueWei,
          tokenId: null,
          operator: null,
          logIndex: null,
          frameIndex: 0,
        },
      ],
    })),
    coverage: {
      chainId: 1,
      blockNumber: block,
      blockHash: hashOf(block),
      blockTimestamp: GENESIS_TIME + block * 12,
      state: 'complete',
      reasons: [],
      traceSource: 'recorded',
      verification: null,
      transactions: transactions.length,
      modelId: 'model-1',
      rulesVersion: 'rules-1',
      seenAtMs: 1,
      analysedAtMs: 2,
    },
  };
}
