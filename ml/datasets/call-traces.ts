import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Frame, Hex, Transaction } from '../../src/core/chain/block.js';
import type { DetectContext, InspectedTransaction } from '../../src/core/detect/detector.js';
import { NO_HISTORY } from '../../src/core/detect/history.js';
import { inspected } from '../../src/core/detect/inspected.js';
import { referenceOf } from '../../src/core/detect/reference-prices.js';

/** Files with traces in a folder and the folders in it. */
export function tracesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.json(\.gz)?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export function readJson(file: string): unknown {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** Folders that hold recorded blocks, at any depth; what else has numbers for names is left out by its first file. */
export function recordedBelow(folder: string): readonly string[] {
  const firsts = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile() && /^\d+\.json(\.gz)?$/.test(entry.name) && !firsts.has(entry.parentPath))
      firsts.set(entry.parentPath, path.join(entry.parentPath, entry.name));
  }
  return [...firsts].flatMap(([place, file]) => (hasBlock(readJson(file)) ? [place] : [])).sort();
}

function hasBlock(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'block' in content;
}

/** A transaction of which nothing but its calls is known. */
export function transactionOf(hash: Hex, chainId: number, frames: readonly Frame[]): InspectedTransaction {
  const [top] = frames;
  if (top === undefined) throw new Error('the trace has no call');
  const tx: Transaction = {
    hash,
    index: 0,
    type: 0,
    chainId: BigInt(chainId),
    from: top.from,
    to: top.kind.startsWith('CREATE') ? null : top.to,
    nonce: 0,
    valueWei: top.valueWei,
    gasLimit: 0,
    gasPriceWei: null,
    maxFeePerGasWei: null,
    maxPriorityFeePerGasWei: null,
    maxFeePerBlobGasWei: null,
    blobVersionedHashes: [],
    accessList: [],
    authorizationList: [],
    input: top.input,
    signature: null,
    receipt: null,
    frames,
  };
  return inspected(tx);
}

/** What detectors may ask of such a transaction: no history, no labels; prices as the program knows them by itself. */
export function bareContext(chainId: number): DetectContext {
  return {
    chainId,
    blockNumber: 0,
    timestamp: 0,
    codeOf: () => 'unknown',
    labelsOf: () => [],
    priceUsdOf: (token) => referenceOf(chainId, token)?.usd ?? null,
    decimalsOf: (token) => referenceOf(chainId, token)?.decimals ?? null,
    history: NO_HISTORY,
  };
}
