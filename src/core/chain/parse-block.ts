import type { Block, Frame, Header, Hex, Receipt, TraceSource, Transaction } from './block.js';
import { MalformedInput } from './malformed.js';
import { parseCallTraces, parseFlatTraces } from './parse-trace.js';
import { parseReceipt, parseTransaction } from './parse-transaction.js';
import { addressAt, arrayAt, bigintAt, dataAt, hashAt, type JsonObject, numberAt, objectAt, optional } from './quantity.js';

const ZERO_HASH: Hex = `0x${'0'.repeat(64)}`;
const ZERO_ADDRESS: Hex = `0x${'0'.repeat(40)}`;
const ZERO_BLOOM: Hex = `0x${'0'.repeat(512)}`;

export interface RawBlockParts {
  readonly block: unknown;
  readonly receipts: unknown;
  readonly traces: unknown;
  readonly traceSource: TraceSource;
}

export interface ParsedBlock {
  readonly block: Block;
  /** Header fields that the source left out: the header hash cannot be recomputed then. */
  readonly missingHeaderFields: readonly string[];
  /** Fields that no known fork has: where the hash differs, they may be why. */
  readonly unknownHeaderFields: readonly string[];
  /** Indices of blob transactions that came with their blobs: consensus leaves those out, and a devnet's roots may be over them. */
  readonly withBlobs: readonly number[];
}

const KNOWN_FIELDS = new Set([
  'hash',
  'number',
  'parentHash',
  'sha3Uncles',
  'miner',
  'author',
  'stateRoot',
  'transactionsRoot',
  'receiptsRoot',
  'logsBloom',
  'difficulty',
  'gasLimit',
  'gasUsed',
  'timestamp',
  'extraData',
  'mixHash',
  'nonce',
  'baseFeePerGas',
  'withdrawalsRoot',
  'blobGasUsed',
  'excessBlobGas',
  'parentBeaconBlockRoot',
  'requestsHash',
  'totalDifficulty',
  'size',
  'uncles',
  'transactions',
  'withdrawals',
  'sealFields',
]);

/** A block with its receipts and traces from JSON-RPC values. Throws MalformedInput with the path of the field; reads each value once. */
export function parseBlock(chainId: number, raw: RawBlockParts, seenAtMs: number | null): ParsedBlock {
  const rawBlock = objectAt(raw.block, 'block');
  const { header, missing } = parseHeader(rawBlock);
  const hash = hashAt(rawBlock['hash'], 'block.hash');
  const rawTransactions = arrayAt(rawBlock['transactions'] ?? [], 'block.transactions');
  const hashes = rawTransactions.map((tx, i) => hashAt(objectAt(tx, `block.transactions[${i}]`)['hash'], `block.transactions[${i}].hash`));
  const receipts = parseReceipts(raw.receipts, hashes);
  const traces = raw.traceSource === 'none' || raw.traces === null || raw.traces === undefined ? null : parseTraces(raw, hashes);
  const transactions: Transaction[] = new Array(rawTransactions.length);
  for (let i = 0; i < rawTransactions.length; i += 1) {
    transactions[i] = parseTransaction(rawTransactions[i], i, receipts.list?.[i] ?? null, traces?.[i] ?? null);
  }
  const traceSource = traces === null ? 'none' : raw.traceSource;
  const partialReasons: string[] = [];
  if (receipts.list === null) partialReasons.push('no-receipts');
  else if (!receipts.hasLogs) partialReasons.push('no-logs');
  if (receipts.list?.some(({ gasUsed }) => gasUsed === null)) partialReasons.push('no-gas-used');
  if (traces === null) partialReasons.push('no-traces');
  else if (traces.some((trace) => trace === null)) partialReasons.push('traces-incomplete');
  const off = { status: 'off' } as const;
  return {
    block: {
      chainId,
      hash,
      number: header.number,
      header,
      transactions,
      hasReceipts: receipts.list !== null && receipts.hasLogs,
      traceSource,
      verification: { headerHash: off, transactionsRoot: off, receiptsRoot: off, logsBloom: off },
      partialReasons,
      disagreements: [],
      facts: { code: {} },
      seenAtMs: seenAtMs ?? header.timestamp * 1_000,
    },
    missingHeaderFields: missing,
    unknownHeaderFields: Object.keys(rawBlock).filter((key) => !KNOWN_FIELDS.has(key)),
    withBlobs: transactions.flatMap(({ type, index }) => (type === 3 && 'blobs' in Object(rawTransactions[index]) ? [index] : [])),
  };
}

function parseTraces(raw: RawBlockParts, hashes: readonly Hex[]): readonly (readonly Frame[] | null)[] {
  return raw.traceSource === 'trace_block' ? parseFlatTraces(raw.traces, hashes) : parseCallTraces(raw.traces, hashes);
}

function parseReceipts(raw: unknown, hashes: readonly Hex[]): { list: readonly Receipt[] | null; hasLogs: boolean } {
  if (raw === null || raw === undefined) return { list: null, hasLogs: false };
  const items = arrayAt(raw, 'receipts');
  if (items.length !== hashes.length) throw new MalformedInput('receipts', `${items.length} receipts for ${hashes.length} transactions`);
  const list: Receipt[] = new Array(items.length);
  let hasLogs = true;
  let logIndex = 0;
  for (let i = 0; i < items.length; i += 1) {
    const parsed = parseReceipt(items[i], i, logIndex);
    if (parsed.transactionHash !== hashes[i])
      throw new MalformedInput(`receipts[${i}].transactionHash`, 'is not the transaction at this position');
    logIndex += parsed.receipt.logs.length;
    hasLogs &&= parsed.hasLogs;
    list[i] = parsed.receipt;
  }
  return { list, hasLogs };
}

/** Seconds that the stores can hold, until 2106: what is later is no block time but milliseconds or a lie. */
const LATEST_TIMESTAMP = 2 ** 32 - 1;

function timestampAt(value: unknown, path: string): number {
  const timestamp = numberAt(value, path);
  if (timestamp > LATEST_TIMESTAMP)
    throw new MalformedInput(path, `${timestamp} is later than a block can be; expected seconds since 1970`);
  return timestamp;
}

function parseHeader(raw: JsonObject): { header: Header; missing: string[] } {
  const missing: string[] = [];
  function or<T>(key: string, parse: (value: unknown, path: string) => T, absent: T): T {
    const value = optional(raw[key], `block.${key}`, parse);
    if (value !== null) return value;
    missing.push(key);
    return absent;
  }
  const header: Header = {
    parentHash: or('parentHash', hashAt, ZERO_HASH),
    sha3Uncles: or('sha3Uncles', hashAt, ZERO_HASH),
    miner: or('miner', addressAt, ZERO_ADDRESS),
    stateRoot: or('stateRoot', hashAt, ZERO_HASH),
    transactionsRoot: or('transactionsRoot', hashAt, ZERO_HASH),
    receiptsRoot: or('receiptsRoot', hashAt, ZERO_HASH),
    logsBloom: or('logsBloom', dataAt, ZERO_BLOOM),
    difficulty: or('difficulty', bigintAt, 0n),
    number: numberAt(raw['number'], 'block.number'),
    gasLimit: or('gasLimit', numberAt, 0),
    gasUsed: or('gasUsed', numberAt, 0),
    timestamp: timestampAt(raw['timestamp'], 'block.timestamp'),
    extraData: or('extraData', dataAt, '0x'),
    mixHash: or('mixHash', hashAt, ZERO_HASH),
    nonce: or('nonce', dataAt, '0x0000000000000000'),
    baseFeePerGasWei: optional(raw['baseFeePerGas'], 'block.baseFeePerGas', bigintAt),
    withdrawalsRoot: optional(raw['withdrawalsRoot'], 'block.withdrawalsRoot', hashAt),
    blobGasUsed: optional(raw['blobGasUsed'], 'block.blobGasUsed', numberAt),
    excessBlobGas: optional(raw['excessBlobGas'], 'block.excessBlobGas', numberAt),
    parentBeaconBlockRoot: optional(raw['parentBeaconBlockRoot'], 'block.parentBeaconBlockRoot', hashAt),
    requestsHash: optional(raw['requestsHash'], 'block.requestsHash', hashAt),
  };
  return { header, missing };
}
