import type { TraceSource } from '../../core/chain/block.js';
import { isObject } from '../../core/chain/quantity.js';
import { isRetryable, RetryableError } from '../../core/errors.js';
import type { RawBlock } from '../../ports/chain-source.js';
import type { Endpoint } from './endpoint.js';
import { isRpcError, isUnsupported } from './rpc-error.js';

/** Single receipts are asked for in batches of this size where a node cannot give a block's at once. */
const RECEIPT_BATCH = 100;

/** All that one node has of a block. The block and its receipts may be asked for at once, as the hash is known or the number is. */
export async function fetchBlock(
  endpoint: Endpoint,
  id: { readonly hash: string } | { readonly number: number },
): Promise<RawBlock | null> {
  const block =
    'hash' in id
      ? await endpoint.request('eth_getBlockByHash', [id.hash, true])
      : await endpoint.request('eth_getBlockByNumber', [`0x${id.number.toString(16)}`, true]);
  if (block === null) return null;
  if (!isObject(block)) throw new RetryableError('rpc-garbage', 'The node answered with no block.', { endpoint: endpoint.label });
  const hash = block['hash'];
  if (typeof hash !== 'string') throw new RetryableError('rpc-garbage', 'The block has no hash.', { endpoint: endpoint.label });
  const transactions = Array.isArray(block['transactions']) ? block['transactions'] : [];
  // Receipts and traces by hash: between two calls by number the chain may have moved on to another block.
  const [receipts, trace] = await Promise.all([
    fetchReceipts(endpoint, hash, transactions),
    fetchTraces(endpoint, { hash, number: block['number'] }, transactions.length),
  ]);
  return { block, receipts, traces: trace.traces, traceSource: trace.source, tracesFailed: trace.failed, endpoint: endpoint.label };
}

async function fetchReceipts(endpoint: Endpoint, blockHash: string, transactions: readonly unknown[]): Promise<unknown> {
  if (transactions.length === 0) return [];
  if (endpoint.supports('eth_getBlockReceipts')) {
    try {
      const receipts = await endpoint.request('eth_getBlockReceipts', [blockHash]);
      if (Array.isArray(receipts)) return receipts;
      throw new RetryableError('rpc-no-receipts', 'The node has the block and not its receipts.', {
        endpoint: endpoint.label,
        block: blockHash,
      });
    } catch (error) {
      if (!isRpcError(error) || !isUnsupported(error.failure)) throw error;
    }
  }
  const hashes = transactions.map((tx) => (isObject(tx) ? tx['hash'] : tx));
  const receipts: unknown[] = [];
  for (let i = 0; i < hashes.length; i += RECEIPT_BATCH) {
    receipts.push(
      ...(await endpoint.batch(
        'eth_getTransactionReceipt',
        hashes.slice(i, i + RECEIPT_BATCH).map((hash) => [hash]),
      )),
    );
  }
  const bad = receipts.findIndex((receipt) => !isObject(receipt) || isRpcError(receipt));
  if (bad >= 0) {
    throw new RetryableError('rpc-null-receipt', 'The node has the block and lacks a receipt.', {
      endpoint: endpoint.label,
      transaction: String(hashes[bad]),
    });
  }
  return receipts;
}

const TRACE_TIMEOUT_MS = 25_000;

interface Tracer {
  readonly method: TraceSource & string;
  readonly params: (id: BlockId) => readonly unknown[];
}

interface BlockId {
  readonly hash: string;
  readonly number: unknown;
}

/** Some nodes take a hash for trace_block and some only a number; by number, the traces must name the block themselves. */
const TRACERS: readonly Tracer[] = [
  { method: 'debug_traceBlockByHash', params: ({ hash }) => [hash, { tracer: 'callTracer', timeout: '20s' }] },
  { method: 'trace_block', params: ({ hash }) => [{ blockHash: hash }] },
  { method: 'trace_block', params: ({ number }) => [number] },
];

function isOfBlock(traces: readonly unknown[], { hash }: BlockId): boolean {
  return traces.every((trace) => !isObject(trace) || trace['blockHash'] === undefined || trace['blockHash'] === hash);
}

interface FetchedTraces {
  readonly source: TraceSource;
  readonly traces: unknown;
  readonly failed: boolean;
}

/** Tracing is the weakest part of many nodes: that it fails does not cost the block, only its completeness. */
async function fetchTraces(endpoint: Endpoint, id: BlockId, count: number): Promise<FetchedTraces> {
  let failed = false;
  for (const { method, params } of TRACERS) {
    if (!endpoint.supports(method)) continue;
    if (count === 0) return { source: method, traces: [], failed: false };
    try {
      const traces = await endpoint.request(method, params(id), TRACE_TIMEOUT_MS);
      if (Array.isArray(traces) && isOfBlock(traces, id)) return { source: method, traces, failed: false };
      failed = true;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (!isRpcError(error) || !isUnsupported(error.failure)) failed = true;
    }
  }
  return { source: 'none', traces: null, failed };
}
