import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createClient } from '@clickhouse/client';
import { createChdbConnection } from 'chdb/connection';
import { Pool } from 'undici';
import { openAnalyticsStore } from '../../src/adapters/analytics-store/open-analytics-store.js';
import { RpcChainSource } from '../../src/adapters/chain-source/rpc-chain-source.js';
import { openControlStore } from '../../src/adapters/control-store/open-control-store.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { createInProcessEventLog } from '../../src/adapters/event-log/in-process.js';
import { createNotifier } from '../../src/adapters/notifier/create-notifier.js';
import { hashText } from '../../src/apps/platform/hash-text.js';
import { openScorer } from '../../src/apps/platform/open-scorer.js';
import { startPipeline } from '../../src/apps/standalone/pipeline.js';
import type { Block } from '../../src/core/chain/block.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import { rowsOf } from '../../src/core/score/shadow.js';
import { ChainState } from '../../src/core/state/chain-state.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { analyseBlock } from '../../src/pipeline/analyse/analyse-block.js';
import { NO_KNOWLEDGE } from '../../src/pipeline/analyse/knowledge.js';
import { loadBlock } from '../../src/pipeline/ingest/load-block.js';
import type { AnalysedBlock } from '../../src/ports/analytics-store.js';
import type { Logger } from '../../src/ports/logger.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';
import type { ReplayNode } from './replay-node.js';

export const SILENT: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const AHEAD = 8;

/** Milliseconds that some work took. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

async function eachBlock(node: ReplayNode, work: (number: number) => Promise<unknown>): Promise<void> {
  let next = node.first;
  await Promise.all(
    Array.from({ length: AHEAD }, async () => {
      while (next <= node.last) await work(next++);
    }),
  );
}

/** The floor: undici and JSON.parse alone, on block and receipts of every number. */
export async function fetchAndParse(node: ReplayNode): Promise<void> {
  const pool = new Pool(node.url, { connections: 16 });
  const ask = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const { body } = await pool.request({
      path: '/',
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return JSON.parse(await body.text());
  };
  await eachBlock(node, (number) => {
    const hex = `0x${number.toString(16)}`;
    return Promise.all([ask('eth_getBlockByNumber', [hex, true]), ask('eth_getBlockReceipts', [hex])]);
  });
  await pool.close();
}

/** Ingest: fetched, parsed and fully verified. Returns the blocks in order. */
export async function ingest(node: ReplayNode): Promise<readonly Block[]> {
  const source = new RpcChainSource({ chainId: 1, urls: [node.url], pollMs: 1_000 });
  const deps = {
    source,
    verifier: new BlockVerifier(await createHashing(), 'full'),
    metrics: SILENT_METRICS,
    isReplay: false,
    nowMs: Date.now,
  };
  const blocks: Block[] = [];
  await eachBlock(node, async (number) => {
    const loaded = await loadBlock(deps, number);
    if (loaded.kind !== 'block') throw new Error(`block ${number}: ${loaded.kind}`);
    blocks[number - node.first] = loaded.block;
  });
  await source.close();
  return blocks;
}

/** Decoding, features, detectors and scores of blocks that are in memory. */
export async function createAnalysis(): Promise<(blocks: readonly Block[]) => readonly AnalysedBlock[]> {
  const { scorer } = await openScorer({ modelRuntime: 'auto' });
  return (blocks) => {
    const state = new ChainState();
    return blocks.map((block) =>
      analyseBlock(block, state, {
        detectors: CATALOGUE,
        scorer,
        knowledge: NO_KNOWLEDGE,
        generation: 0,
        stamp: { modelId: scorer?.bundle.id ?? null, rulesVersion: 'bench', analysedAtMs: 0, hashText },
        onDetectorFailure: (id, error) => {
          throw new Error(`${id}: ${String(error)}`);
        },
      }),
    );
  };
}

const BATCH = 200;
const BATCHES = 300;

/** Milliseconds to score a batch of 200 real rows with all parts: median and 99th percentile. */
export async function scoreBatch(analysed: readonly AnalysedBlock[]): Promise<{ readonly p50: number; readonly p99: number }> {
  const { scorer, close } = await openScorer({ modelRuntime: 'auto' });
  if (scorer === null) throw new Error('no model is installed');
  const kept = analysed
    .flatMap(({ transactions }) => transactions)
    .flatMap(({ features, segment, calls }) => (features === null || segment === null ? [] : [{ features, segment, calls }]));
  const rows = rowsOf(kept.slice(0, BATCH));
  const took: number[] = [];
  for (let i = 0; i < BATCHES; i += 1) took.push(await timed(() => scorer.score(rows)));
  close();
  took.sort((a, b) => a - b);
  const at = (share: number) => Number((took[Math.floor(share * BATCHES)] ?? 0).toFixed(2));
  return { p50: at(0.5), p99: at(0.99) };
}

/** Into ClickHouse through our writer, until durable. */
export async function store(analysed: readonly AnalysedBlock[]): Promise<number> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  const analytics = await openAnalyticsStore({ dir, migrate: true, logger: SILENT });
  const ms = await timed(async () => {
    for (const block of analysed) await analytics.writer.append(block);
    await analytics.writer.flush();
  });
  await analytics.close();
  rmSync(dir, { recursive: true });
  return ms;
}

/** The same transactions through the client's own insert of JSON rows, 10,000 at a time. */
export async function storeByClient(analysed: readonly AnalysedBlock[]): Promise<number> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  const analytics = await openAnalyticsStore({ dir, migrate: true, logger: SILENT });
  await analytics.close();
  const options: object = { connection: createChdbConnection({ path: dir }) };
  const client = createClient(options);
  const ms = await timed(async () => {
    const rows = analysed.flatMap(({ transactions }) =>
      transactions.map((row) => ({
        chain_id: row.chainId,
        block_number: row.blockNumber,
        block_hash: row.blockHash,
        block_time: row.blockTimestamp,
        tx_index: row.index,
        hash: row.hash,
        from_address: row.from,
        to_address: row.to ?? '',
        value_wei: row.valueWei.toString(),
        gas_used: row.gasUsed,
        status: row.status,
        selector: row.selector ?? '',
        log_count: row.logCount,
        frame_count: row.frameCount,
        risk: row.risk,
        parts: Buffer.from(row.parts?.buffer ?? new ArrayBuffer(0), row.parts?.byteOffset ?? 0, row.parts?.byteLength ?? 0).toString(
          'base64',
        ),
        features: Buffer.from(
          row.features?.buffer ?? new ArrayBuffer(0),
          row.features?.byteOffset ?? 0,
          row.features?.byteLength ?? 0,
        ).toString('base64'),
        feature_mask: row.featureMask,
        findings: row.findings,
      })),
    );
    for (let at = 0; at < rows.length; at += 10_000)
      await client.insert({ table: 'transactions', values: rows.slice(at, at + 10_000), format: 'JSONEachRow' });
  });
  await client.close();
  rmSync(dir, { recursive: true });
  return ms;
}

/** The whole program but for the API: from the node to rows, alerts and checkpoints, everything durable. */
export async function endToEnd(node: ReplayNode): Promise<number> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
  const control = await openControlStore({ dir: path.join(dir, 'postgres'), migrate: true });
  const analytics = await openAnalyticsStore({ dir: path.join(dir, 'clickhouse'), migrate: true, logger: SILENT });
  const log = createInProcessEventLog({ logger: SILENT });
  const notifier = createNotifier({ allowPrivateTargets: false, secrets: { value: async () => null } });
  const scoring = await openScorer({ modelRuntime: 'auto' });
  const source = new RpcChainSource({ chainId: 1, urls: [node.url], pollMs: 1_000 });
  const chains = [{ source, verify: 'full' as const, from: node.first, to: node.last }];
  let pipeline: Awaited<ReturnType<typeof startPipeline>> | null = null;
  const ms = await timed(async () => {
    pipeline = await startPipeline({
      chains,
      control,
      analytics,
      log,
      notifier,
      knowledge: NO_KNOWLEDGE,
      scoring,
      metrics: SILENT_METRICS,
      logger: SILENT,
      holder: 'bench',
    });
    await pipeline.drained();
  });
  const { transactions } = await analytics.reader.counts(1);
  if (transactions !== node.transactions) throw new Error(`${transactions} of ${node.transactions} transactions arrived`);
  await (pipeline as Awaited<ReturnType<typeof startPipeline>> | null)?.close();
  for (const part of [source, notifier, log, analytics, control]) await part.close();
  scoring.close();
  rmSync(dir, { recursive: true });
  return ms;
}
