import type { Hex } from '../../src/core/chain/block.js';
import type { Finding } from '../../src/core/detect/finding.js';
import type { AnalysedBlock, TransactionRow } from '../../src/ports/analytics-store.js';

export interface BuiltBlock {
  readonly chainId?: number;
  readonly number: number;
  /** Tells blocks of one height apart. */
  readonly branch?: number;
  readonly transactions?: number;
  readonly findings?: number;
  readonly reasons?: readonly string[];
  readonly modelId?: string | null;
  readonly atMs?: number;
}

/** 32 bytes that tell where they are from. */
export function hashAt(...parts: readonly number[]): Hex {
  return `0x${parts
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('')
    .padStart(64, '0')}`;
}

const address = (of: number): Hex => `0x${of.toString(16).padStart(40, '0')}`;

/** An analysed block whose content follows from its number and branch. */
export function buildAnalysedBlock(built: BuiltBlock): AnalysedBlock {
  const {
    chainId = 1,
    number,
    branch = 0,
    transactions = 2,
    findings = 0,
    reasons = [],
    modelId = 'model',
    atMs = 1_000_000 + number,
  } = built;
  const ref = {
    chainId,
    number,
    hash: hashAt(branch, number),
    parentHash: hashAt(branch, number - 1),
    timestamp: 1_600_000_000 + number * 12,
  };
  const rows = Array.from(
    { length: transactions },
    (_, index): TransactionRow => ({
      chainId,
      blockNumber: number,
      blockHash: ref.hash,
      blockTimestamp: ref.timestamp,
      index,
      hash: hashAt(branch, number, index),
      from: address(1_000 + (number % 7)),
      to: index % 5 === 4 ? null : address(2_000 + index),
      valueWei: 2n ** 250n + BigInt(number),
      gasUsed: 21_000 + index,
      status: index % 3 === 2 ? 0 : 1,
      selector: '0xa9059cbb',
      logCount: 1,
      frameCount: null,
      risk: (number % 100) + 0.5,
      parts: Float32Array.of(0.1, 0.2, 0.3),
      features: Float32Array.of(1 / 3, -0, number),
      featureMask: 5,
      calls: null,
      findings: index < findings ? 1 : 0,
      segment: 1,
    }),
  );
  const found = rows.slice(0, findings).map(
    (row): Finding => ({
      id: hashAt(branch, number, row.index, 1),
      detectorId: 'flash-loan-price-move',
      detectorVersion: 1,
      stage: 'exploit',
      chainId,
      blockNumber: number,
      blockHash: ref.hash,
      blockTimestamp: ref.timestamp,
      transactionHash: row.hash,
      transactionIndex: row.index,
      severity: 'high',
      title: 'A title with a\ttab, a \\ and a\nnew line',
      summary: "Ünïcode “quoted” 'text'",
      subject: { address: row.from, role: 'victim' },
      parties: [],
      reasons: [{ id: 'reason', text: 'because', value: 1 }],
      evidence: { amount: '115792089237316195423570985008687907853269984665640564039457584007913129639935' },
      risk: row.risk,
      modelId,
      rulesVersion: 'rules',
      seenAtMs: atMs,
      analysedAtMs: atMs,
    }),
  );
  return {
    summary: {
      ref,
      isLate: false,
      generation: 0,
      transactions,
      scored: transactions,
      maxRisk: (number % 100) + 0.5,
      medianRisk: 1,
      riskiest: rows[0]?.hash ?? null,
      partialReasons: reasons,
      seenAtMs: atMs,
      analysedAtMs: atMs,
      modelId,
      rulesVersion: 'rules',
    },
    transactions: rows,
    findings: found,
    details: found.map(({ transactionHash }) => ({
      chainId,
      hash: transactionHash ?? '0x',
      blockNumber: number,
      blockHash: ref.hash,
      frames: null,
      framesOmitted: 0,
      transfers: [],
    })),
    coverage: {
      chainId,
      blockNumber: number,
      blockHash: ref.hash,
      blockTimestamp: ref.timestamp,
      state: reasons.length === 0 ? 'complete' : 'partial',
      reasons,
      traceSource: 'recorded',
      verification: null,
      transactions,
      modelId,
      rulesVersion: 'rules',
      seenAtMs: atMs,
      analysedAtMs: atMs,
    },
  };
}
