import type { Hex, TraceSource } from '../core/chain/block.js';
import type { StateQuestion } from '../core/monitor/monitor.js';

/** A head as announced. */
export interface Head {
  readonly number: number;
  readonly hash: Hex;
  readonly parentHash: Hex;
  readonly seenAtMs: number;
}

/** Raw JSON-RPC values of one block, unparsed: ingest's parser judges them. */
export interface RawBlock {
  readonly block: unknown;
  /** Null where the source has no receipts. */
  readonly receipts: unknown;
  /** `[{txHash, result}]` callTracer trees or trace_block's flat list, by `traceSource`. */
  readonly traces: unknown;
  readonly traceSource: TraceSource;
  /** The node can trace and failed at this block, more than once: the block is partial, and says so. */
  readonly tracesFailed: boolean;
  /** Which endpoint answered: a lying one is named and avoided. */
  readonly endpoint: string;
}

export interface EndpointHealth {
  readonly url: string;
  /** 0–1; what failover sorts by. */
  readonly score: number;
  readonly latencyMs: number | null;
  readonly errors: number;
  readonly mismatches: number;
  readonly connected: boolean;
  /** Why it is not used at all, with the remedy; absent where it is. */
  readonly problem?: string;
}

/** One chain as a source of heads and blocks. RPC nodes and recorded folders look the same. */
export interface ChainSource {
  readonly chainId: number;
  /** Follows the tip from now on, by push where the node can, else by polling. May skip numbers and may go back: the caller fills and undoes. */
  heads(signal: AbortSignal): AsyncIterable<Head>;
  /** The head now. */
  head(): Promise<Head>;
  /** Null where no source knows the block (yet). `avoid` names endpoints whose answer did not verify. Throws RetryableError while nothing answers. */
  blockByNumber(number: number, avoid?: readonly string[]): Promise<RawBlock | null>;
  blockByHash(hash: Hex, avoid?: readonly string[]): Promise<RawBlock | null>;
  /** Recorded folders: the numbers that exist, ascending. Null for a node: all. */
  numbers(): readonly number[] | null;
  safeAndFinalized(): Promise<{ readonly safe: number | null; readonly finalized: number | null }>;
  genesisHash(): Promise<Hex | null>;
  /** Code facts at a block, batched, with a deadline; what could not be had is absent. */
  codeAt(addresses: readonly Hex[], blockHash: Hex): Promise<ReadonlyMap<Hex, 'none' | 'some'>>;
  /** Answers of calls and words of storage at a block, by `stateQuestionKey`, batched, with a deadline; what could not be had, or reverted, is absent. */
  answersAt(questions: readonly StateQuestion[], blockHash: Hex): Promise<ReadonlyMap<string, Hex>>;
  /** The code of an address now, and of what it runs as a proxy; empty: there is none. Null where this source cannot tell. */
  codesOf(address: Hex): Promise<readonly Hex[] | null>;
  /** The endpoint's answer contradicted a header's own commitments. */
  reportMismatch(endpoint: string): void;
  health(): readonly EndpointHealth[];
  close(): Promise<void>;
}
