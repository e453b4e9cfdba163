import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ReplayChainSource } from '../../src/adapters/chain-source/replay-chain-source.js';
import { createHashing } from '../../src/adapters/crypto/hashing.js';
import { BlockVerifier } from '../../src/core/chain/verify.js';
import { type LoadedBlock, loadBlock } from '../../src/pipeline/ingest/load-block.js';
import { SILENT_METRICS } from '../../src/ports/metrics.js';

const REPLAY = path.join(process.env['TOCSIN_SHARED_DIR'] ?? '../shared', 'data/replay');

export const TIERS = {
  A: path.join(REPLAY, 'A_full_verified'),
  B: path.join(REPLAY, 'B_tx_receipts_logs'),
  C: path.join(REPLAY, 'C_tx_only'),
  D: path.join(REPLAY, 'D_traces_logs_mevinspect'),
} as const;

/** Call traces of attacks. */
export const ATTACK_TRACES = path.join(REPLAY, '../attacks/traces');

/** False where the recorded blocks are absent, which is said loudly; with `CI=true` that is a failure. */
export function hasRecordedBlocks(): boolean {
  if (existsSync(REPLAY)) return true;
  if (process.env['CI'] === 'true') throw new Error(`the recorded blocks are not at ${REPLAY}`);
  process.stderr.write(`SKIPPED: the recorded blocks are not at ${REPLAY}\n`);
  return false;
}

/** Every block of a recorded folder, loaded as ingest loads it, by number. */
export async function loadFolder(folder: string): Promise<ReadonlyMap<number, LoadedBlock>> {
  const source = await ReplayChainSource.open(folder, 1, 'max');
  const verifier = new BlockVerifier(await createHashing(), 'full');
  const loaded = new Map<number, LoadedBlock>();
  for (const number of source.numbers())
    loaded.set(number, await loadBlock({ source, verifier, metrics: SILENT_METRICS, isReplay: true, nowMs: () => 0 }, number));
  return loaded;
}

/** A recorded file as it is, for a test to change. */
export function readRecording(folder: string, number: number): Record<string, unknown> {
  return JSON.parse(gunzipSync(readFileSync(path.join(folder, `${number}.json.gz`))).toString('utf8'));
}

/** Loads one block from the given recording, or from the given text where it is none. */
export async function loadRecording(number: number, recording: Record<string, unknown> | string): Promise<LoadedBlock> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-recording-'));
  try {
    const text = typeof recording === 'string' ? recording : JSON.stringify(recording);
    writeFileSync(path.join(folder, `${number}.json.gz`), gzipSync(text));
    const loaded = (await loadFolder(folder)).get(number);
    if (loaded === undefined) throw new Error('the recording was not read');
    return loaded;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
