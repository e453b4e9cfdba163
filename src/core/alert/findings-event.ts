import type { Hex } from '../chain/block.js';
import { type BlockRef, blockOfMarker, type ChainMarker } from '../chain/chain-event.js';
import type { Finding } from '../detect/finding.js';

/** What a block came to: feeds the live chart and the ledger. */
export interface BlockSummary {
  readonly ref: BlockRef;
  /** How many retractions the chain has had so far: tells a block that came back from one that is delivered again. */
  readonly generation: number;
  /** Analysed after newer blocks: it moves no position. */
  readonly isLate: boolean;
  readonly transactions: number;
  readonly scored: number;
  readonly maxRisk: number | null;
  readonly medianRisk: number | null;
  readonly riskiest: Hex | null;
  readonly partialReasons: readonly string[];
  readonly seenAtMs: number;
  readonly analysedAtMs: number;
  readonly modelId: string | null;
  readonly rulesVersion: string;
}

/** The value of a `findings.v1` record: one a block, and a marker for what happened to the chain. */
export type FindingsEvent =
  | { readonly kind: 'analysed'; readonly summary: BlockSummary; readonly findings: readonly Finding[] }
  | { readonly kind: 'retracted'; readonly ref: BlockRef; readonly generation: number }
  | ChainMarker
  /** A finding of nothing: it shows that one of something would get through. */
  | { readonly kind: 'canary'; readonly chainId: number; readonly sentAtMs: number; readonly analysedAtMs: number };

/** The block that an event is about; 0: of none. */
export function blockOfFindings(event: FindingsEvent): number {
  if (event.kind === 'analysed') return event.summary.ref.number;
  return event.kind === 'retracted' ? event.ref.number : blockOfMarker(event);
}

export function chainIdOfFindings(event: FindingsEvent): number {
  if (event.kind === 'analysed') return event.summary.ref.chainId;
  return event.kind === 'retracted' ? event.ref.chainId : event.chainId;
}
