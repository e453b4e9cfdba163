import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { referenceOf } from '../../../src/adapters/prices/reference-prices.js';
import type { Frame, Hex, Transaction } from '../../../src/core/chain/block.js';
import { decodeTransaction } from '../../../src/core/chain/decode.js';
import { parseCallTree } from '../../../src/core/chain/parse-trace.js';
import { concernedOf } from '../../../src/core/detect/concerned.js';
import type { DetectContext, Detector, InspectedTransaction } from '../../../src/core/detect/detector.js';
import { NO_HISTORY } from '../../../src/core/detect/history.js';
import { messageOf } from '../../../src/core/errors.js';
import { type AttackFigures, type AttackRow, countBy, type Found, isGrave } from './figures.js';

/** A file of `attacks/traces`: a callTracer tree, and what is known of it. */
const attackFile = z.object({
  tx: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((hash): Hex => `0x${hash.slice(2).toLowerCase()}`),
  chain_id: z.coerce.number().int().default(1),
  incident: z.string().nullish(),
  trace: z.unknown(),
});

/** Judges each recorded attack by its call trace alone: no logs, no history, no labels; prices as the program knows them by itself. */
export function judgeAttacks(folder: string, detectors: readonly Detector[]): AttackFigures {
  const rows: AttackRow[] = [];
  const unreadable: string[] = [];
  for (const file of tracesBelow(folder)) {
    try {
      rows.push(judge(readAttack(file), detectors));
    } catch (error) {
      unreadable.push(`${path.relative(folder, file)}: ${messageOf(error)}`);
    }
  }
  const stages = new Map(detectors.map(({ id, stage }) => [id, stage]));
  const named = rows.flatMap(({ found }) => [
    ...new Set(
      found.flatMap(({ detectorId, severity }) => (isGrave(severity) && stages.get(detectorId) === 'exploit' ? [detectorId] : [])),
    ),
  ]);
  return {
    rows,
    total: rows.length + unreadable.length,
    named: rows.filter(({ isNamed }) => isNamed).length,
    byDetector: countBy(named),
    unreadable,
  };
}

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

function readAttack(file: string): z.infer<typeof attackFile> {
  return attackFile.parse(readJson(file));
}

function judge({ tx: hash, chain_id: chainId, incident, trace }: z.infer<typeof attackFile>, detectors: readonly Detector[]): AttackRow {
  const tx = transactionOf(hash, chainId, parseCallTree(trace, 'trace'));
  const ctx = bareContext(chainId);
  const found = concernedOf(detectors)
    .of(tx)
    .flatMap((detector): Found[] => detector.inspect(tx, ctx).map(({ severity }) => ({ detectorId: detector.id, severity })));
  const isNamed = found.some(
    ({ detectorId, severity }) => isGrave(severity) && detectors.some(({ id, stage }) => id === detectorId && stage === 'exploit'),
  );
  return { incident: incident ?? hash.slice(0, 10), transactionHash: hash, frames: tx.frames?.length ?? 0, found, isNamed };
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
  return { ...tx, decoded: decodeTransaction(tx) };
}

function bareContext(chainId: number): DetectContext {
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
