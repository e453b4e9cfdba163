/** A lower-case 0x string. Addresses have 20 bytes, hashes 32. */
export type Hex = `0x${string}`;
/** 20 bytes, lower case. The wire shows addresses checksummed; inside, one spelling makes equality one comparison. */
export type Address = Hex;

/** An event log of a transaction, as its receipt has it. */
export interface Log {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  /** Position in the block. */
  readonly logIndex: number;
}

export interface Receipt {
  /** 1 succeeded, 0 reverted, null where the node does not say (before Byzantium). */
  readonly status: 0 | 1 | null;
  /** The intermediate state root that receipts had before Byzantium; null afterwards or where the source lost it. */
  readonly root: Hex | null;
  /** Null where the source left it out. */
  readonly gasUsed: number | null;
  readonly cumulativeGasUsed: number | null;
  /** Null where the source left it out; the transaction's own gas price stands in before EIP-1559. */
  readonly effectiveGasPriceWei: bigint | null;
  readonly contractAddress: Address | null;
  readonly logs: readonly Log[];
}

export const FRAME_KINDS = ['CALL', 'STATICCALL', 'DELEGATECALL', 'CALLCODE', 'CREATE', 'CREATE2', 'SELFDESTRUCT'] as const;
export type FrameKind = (typeof FRAME_KINDS)[number];

/** One frame of a call trace. A trace is its frames in call order (pre-order), so that a subtree is the slice [index, end). */
export interface Frame {
  readonly index: number;
  /** Index of the calling frame; -1 for the top one. */
  readonly parent: number;
  readonly depth: number;
  /** One past the last frame of the subtree. */
  readonly end: number;
  readonly kind: FrameKind;
  readonly from: Address;
  /** The callee, the created contract, or who receives a self-destruct. Null where a creation failed. */
  readonly to: Address | null;
  readonly valueWei: bigint;
  readonly input: Hex;
  readonly output: Hex;
  /** True where this frame or one above it reverted: its effects did not happen. */
  readonly failed: boolean;
  readonly gasUsed: number | null;
}

export interface AccessListEntry {
  readonly address: Address;
  readonly storageKeys: readonly Hex[];
}

/** What an endpoint said that its block's own header contradicts. */
export interface Disagreement {
  readonly endpoint: string;
  readonly reason: string;
}

/** EIP-7702: an account lets a contract's code run as its own. */
export interface Authorization {
  readonly chainId: bigint;
  readonly address: Address;
  readonly nonce: bigint;
  readonly yParity: number;
  readonly r: Hex;
  readonly s: Hex;
  /** Whose account it is: recovered from the signature. Null where that was not done, or nobody signed so. */
  readonly authority: Address | null;
}

/** Quantities as the source wrote them: they are only ever encoded again, and most transactions of a chain pass here. */
export interface Signature {
  readonly v: Hex;
  readonly r: Hex;
  readonly s: Hex;
}

/** A mined transaction with what the node told of its effects. */
export interface Transaction {
  readonly hash: Hex;
  readonly index: number;
  /** 0 legacy, 1 access list, 2 dynamic fee, 3 blob, 4 set code; others are kept as they are. */
  readonly type: number;
  readonly chainId: bigint | null;
  readonly from: Address;
  /** Null for a contract creation. */
  readonly to: Address | null;
  readonly nonce: number;
  readonly valueWei: bigint;
  readonly gasLimit: number;
  readonly gasPriceWei: bigint | null;
  readonly maxFeePerGasWei: bigint | null;
  readonly maxPriorityFeePerGasWei: bigint | null;
  readonly maxFeePerBlobGasWei: bigint | null;
  readonly blobVersionedHashes: readonly Hex[];
  readonly accessList: readonly AccessListEntry[];
  readonly authorizationList: readonly Authorization[];
  readonly input: Hex;
  /** Null where the source left it out: the transactions root cannot be recomputed then. */
  readonly signature: Signature | null;
  readonly receipt: Receipt | null;
  /** Null where the node gave no trace. */
  readonly frames: readonly Frame[] | null;
}

export const TRACE_SOURCES = ['debug_traceBlockByHash', 'trace_block', 'recorded', 'none'] as const;
export type TraceSource = (typeof TRACE_SOURCES)[number];

/** What recomputing one commitment of a block came to. */
export type Verification =
  | { readonly status: 'ok' }
  | { readonly status: 'off' }
  | { readonly status: 'mismatch'; readonly reason: string }
  | { readonly status: 'unverifiable'; readonly reason: string };

export const COMMITMENTS = ['headerHash', 'transactionsRoot', 'receiptsRoot', 'logsBloom'] as const;
export type Commitment = (typeof COMMITMENTS)[number];

export interface BlockVerification {
  readonly headerHash: Verification;
  readonly transactionsRoot: Verification;
  readonly receiptsRoot: Verification;
  readonly logsBloom: Verification;
}

/** Header fields in order of their RLP list; null where the fork did not have the field. */
export interface Header {
  readonly parentHash: Hex;
  readonly sha3Uncles: Hex;
  readonly miner: Address;
  readonly stateRoot: Hex;
  readonly transactionsRoot: Hex;
  readonly receiptsRoot: Hex;
  readonly logsBloom: Hex;
  readonly difficulty: bigint;
  readonly number: number;
  readonly gasLimit: number;
  readonly gasUsed: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly extraData: Hex;
  readonly mixHash: Hex;
  readonly nonce: Hex;
  readonly baseFeePerGasWei: bigint | null;
  readonly withdrawalsRoot: Hex | null;
  readonly blobGasUsed: number | null;
  readonly excessBlobGas: number | null;
  readonly parentBeaconBlockRoot: Hex | null;
  readonly requestsHash: Hex | null;
}

/** Facts about addresses as of this block, asked once by ingest, so that redelivery and replay see the same. */
export type CodeFact = 'none' | 'some' | 'unknown';

export interface BlockFacts {
  /** Code of addresses that a detector asks for. Absent means that it was not asked: unknown. */
  readonly code: Readonly<Record<Address, CodeFact>>;
  /** Answers to what monitors ask of the chain, by `stateQuestionKey`; absent: nobody asked. */
  readonly reads?: Readonly<Record<string, Hex | 'unknown'>>;
}

/** A block with all that was fetched for it: the value of a `blocks.v1` record. */
export interface Block {
  readonly chainId: number;
  readonly hash: Hex;
  readonly number: number;
  readonly header: Header;
  readonly transactions: readonly Transaction[];
  readonly hasReceipts: boolean;
  readonly traceSource: TraceSource;
  readonly verification: BlockVerification;
  /** Why this block is not fully covered; empty means complete. Stable words: `no-receipts`, `no-traces`, `receiptsRoot-unverifiable`, … */
  readonly partialReasons: readonly string[];
  /** Endpoints whose answers for this block did not hold, before one did. */
  readonly disagreements: readonly Disagreement[];
  readonly facts: BlockFacts;
  /** When the head was first seen here, in ms since the epoch; for a replay the block's own time. */
  readonly seenAtMs: number;
}
