import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Hex } from '../core/chain/block.js';
import { codeSubjectsOf } from '../core/chain/code-subjects.js';
import { parseReceipt } from '../core/chain/parse-transaction.js';
import { arrayAt, hashAt, objectAt } from '../core/chain/quantity.js';
import { rpc, rpcBatch } from './devnet/rpc.js';

/**
 * Writes one block as a replay folder holds it: `{block, receipts, traces}` in JSON-RPC field names, gzipped. `code` says beside them which spenders had code,
 * which no receipt tells. Returns the number of transactions.
 */
export async function recordBlock(url: string, number: number, folder: string): Promise<number> {
  const block = objectAt(await rpc(url, 'eth_getBlockByNumber', [`0x${number.toString(16)}`, true]), 'block');
  const hash = hashAt(block['hash'], 'block.hash');
  const receipts = arrayAt(await rpc(url, 'eth_getBlockReceipts', [hash]), 'receipts');
  const logs = receipts.flatMap((receipt) => parseReceipt(receipt, 0, 0).receipt.logs);
  const traces = arrayAt(await rpc(url, 'debug_traceBlockByHash', [hash, { tracer: 'callTracer' }]), 'traces');
  const code = await codeOf(url, [...codeSubjectsOf(logs)], hash);
  writeFileSync(path.join(folder, `${number}.json.gz`), gzipSync(JSON.stringify({ block, receipts, traces, code })));
  return receipts.length;
}

async function codeOf(url: string, addresses: readonly Hex[], blockHash: Hex): Promise<Readonly<Record<Hex, 'none' | 'some'>>> {
  const answers = await rpcBatch(
    url,
    addresses.map((address) => ({ method: 'eth_getCode', params: [address, { blockHash }] })),
  );
  const code: Record<Hex, 'none' | 'some'> = {};
  addresses.forEach((address, i) => {
    const answer = answers[i];
    if (answer?.ok === true) code[address] = answer.result === '0x' ? 'none' : 'some';
  });
  return code;
}
