import type { BlockSummary } from '../core/alert/findings-event.js';
import type { Address, BlockVerification, Frame, Hex, TraceSource } from '../core/chain/block.js';
import type { BlockRef } from '../core/chain/chain-event.js';
import type { Transfer } from '../core/chain/decoded.js';
import type { Finding } from '../core/detect/finding.js';
import type { KeptScore } from '../core/score/drift.js';

/** One scored transaction as stored. Amounts are exact; features are float32 in schema order, NaN where unknown, absent where it was not scored. */
export interface TransactionRow {
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** Seconds since the epoch. */
  readonly blockTimestamp: number;
  readonly index: number;
  readonly hash: Hex;
  readonly from: Address;
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly gasUsed: number | null;
  readonly status: 0 | 1 | null;
  readonly selector: Hex | null;
  readonly logCount: number;
  readonly frameCount: number | null;
  readonly risk: number | null;
  /** p-values of the parts, in the model's order. */
  readonly parts: Float32Array | null;
  readonly features: Float32Array | null;
  /** Position in SEGMENTS; null where it was not scored. */
  readonly segment: number | null;
  readonly featureMask: number;
  /** How its calls follow each other, where the score's second stage read that (`core/score/call-sequence.ts`). */
  readonly calls: string | null;
  readonly findings: number;
}

/** One row of the coverage ledger. Later versions of a row replace earlier ones. */
export interface CoverageRow {
  readonly chainId: number;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly blockTimestamp: number;
  readonly state: 'complete' | 'partial' | 'missing' | 'retracted';
  readonly reasons: readonly string[];
  readonly traceSource: TraceSource;
  readonly verification: BlockVerification | null;
  readonly transactions: number;
  readonly modelId: string | null;
  readonly rulesVersion: string;
  readonly seenAtMs: number;
  readonly analysedAtMs: number;
}

/** What a person needs to read a transaction that raised something: kept for transactions with findings only. */
export interface TransactionDetail {
  readonly chainId: number;
  readonly hash: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  /** At most 2,000 frames; `framesOmitted` says how many more there were. Null without a trace. */
  readonly frames: readonly Frame[] | null;
  readonly framesOmitted: number;
  readonly transfers: readonly Transfer[];
}

/** All that analyse writes of one block; written whole, and the same on redelivery. */
export interface AnalysedBlock {
  readonly summary: BlockSummary;
  readonly transactions: readonly TransactionRow[];
  readonly findings: readonly Finding[];
  readonly details: readonly TransactionDetail[];
  readonly coverage: CoverageRow;
}

export interface AnalyticsWriter {
  /** Queues; resolves when the block is within the bound of what may wait. */
  append(block: AnalysedBlock): Promise<void>;
  retract(ref: BlockRef): Promise<void>;
  gap(row: {
    readonly chainId: number;
    readonly from: number;
    readonly to: number;
    readonly reason: string;
    readonly atMs: number;
  }): Promise<void>;
  /** The ledger's row of a missing block, taken back: the block came late. Appended before it. */
  fillGap(row: { readonly chainId: number; readonly number: number; readonly atMs: number }): Promise<void>;
  /** Resolves when all that was appended before is durable. */
  flush(): Promise<void>;
  /** After a crash: removes what is above the checkpoint, so that replay writes it once, and recomputes the rollups it touched. */
  rewind(chainId: number, fromBlock: number): Promise<void>;
}

export interface RiskPoint {
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly timestamp: number;
  readonly transactions: number;
  readonly maxRisk: number | null;
  readonly medianRisk: number | null;
  readonly findings: number;
  readonly state: CoverageRow['state'];
}

export interface CoverageRange {
  readonly from: number;
  readonly to: number;
  readonly state: CoverageRow['state'];
  readonly reasons: readonly string[];
  readonly blocks: number;
  readonly modelId: string | null;
  readonly rulesVersion: string;
}

export interface AddressProfile {
  readonly address: Address;
  readonly chainId: number;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
  readonly sent: number;
  readonly received: number;
  readonly failed: number;
  readonly counterparties: number;
  readonly maxRisk: number | null;
}

/** Dealings of one address with another, as transactions from outside tell them. */
export interface Neighbour {
  readonly address: Address;
  readonly counterparty: Address;
  /** Seen from the address. */
  readonly direction: 'sent' | 'received';
  readonly transactions: number;
  readonly valueWei: bigint;
}

export interface TopEntity {
  readonly address: Address;
  readonly transactions: number;
  readonly findings: number;
  readonly maxRisk: number | null;
}

export interface CoverageTotals {
  readonly complete: number;
  readonly partial: number;
  readonly missing: number;
}

/** What training asks of a transaction that was scored. Features in schema order, NaN where unknown. */
export interface TrainingRow extends Pick<TransactionRow, 'hash' | 'blockNumber' | 'from' | 'to' | 'selector'> {
  readonly features: Float32Array;
  readonly segment: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

export interface AnalyticsReader {
  transaction(hash: Hex): Promise<TransactionRow | null>;
  detail(hash: Hex): Promise<TransactionDetail | null>;
  findingsOf(hash: Hex): Promise<readonly Finding[]>;
  riskByBlock(query: { readonly chainId: number; readonly limit: number; readonly before?: number }): Promise<readonly RiskPoint[]>;
  coverage(query: { readonly chainId: number; readonly from: number; readonly to: number }): Promise<readonly CoverageRange[]>;
  coverageTotals(chainId: number): Promise<CoverageTotals>;
  addressProfile(chainId: number, address: Address): Promise<AddressProfile>;
  /** The busiest `limit` of each address, up to a hundred addresses. */
  neighbours(chainId: number, addresses: readonly Address[], limit: number): Promise<readonly Neighbour[]>;
  topEntities(query: { readonly chainId: number; readonly sinceTimestamp: number; readonly limit: number }): Promise<readonly TopEntity[]>;
  /** The newest scored transactions of a chain to train on, oldest first, as far as this version can read their features. */
  trainingRows(chainId: number, limit: number): Promise<readonly TrainingRow[]>;
  /** The newest scored transactions of a chain, as far as this version can read their features. */
  recentScores(chainId: number, limit: number): Promise<readonly KeptScore[]>;
  counts(chainId: number | null): Promise<{ readonly blocks: number; readonly transactions: number; readonly findings: number }>;
}

export interface AnalyticsStore {
  readonly writer: AnalyticsWriter;
  readonly reader: AnalyticsReader;
  ping(): Promise<void>;
  close(): Promise<void>;
}
