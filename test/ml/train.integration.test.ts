import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { joinTables, type RowTable, readRecordedRows } from '../../ml/datasets/recorded-rows.js';
import { recordedSources, type TrainingSource } from '../../ml/datasets/training-sources.js';
import { capRows, MAX_ROWS_A_SENDER, splitByTime, trimHighest } from '../../ml/train/sample.js';
import { labAttacks, runTraining } from '../../ml/train/train-run.js';
import { createWasmRuntime } from '../../src/adapters/model-runtime/wasm-runtime.js';
import { isFatal } from '../../src/core/errors.js';
import { CATALOGUE } from '../../src/detectors/catalogue.js';
import { makeLab } from '../../src/lab/make-lab.js';

const scratch = mkdtempSync(path.join(tmpdir(), 'tocsin-train-'));
const lab = path.join(scratch, 'lab');

beforeAll(async () => {
  await makeLab({ seed: 3, blocks: 160, attacks: 8, out: lab });
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true }));

const options = {
  trainedUntil: 0,
  seed: 1,
  epochs: 2,
  transactionsPerDay: 1_500_000,
  detectors: CATALOGUE,
  attacks: [],
  callsOnly: [],
  onProgress: () => undefined,
};

/** The lab as a source that reads anew each time, or once and then gives what it read. */
function sourcesOf(once: boolean): readonly TrainingSource[] {
  return recordedSources([lab], { detectors: CATALOGUE, leaveOut: new Set() }).map((source) => {
    let kept: Promise<RowTable> | null = null;
    const read: TrainingSource['read'] = (window, onBlock) => {
      kept = (once ? kept : null) ?? source.read(window, onBlock);
      return kept;
    };
    return { ...source, read };
  });
}

describe('training', () => {
  it('reads a recorded chain in order, without the transactions that are to be left out', async () => {
    const attacks = new Set(labAttacks(lab).map(({ hash }) => hash));
    const read = { folders: [lab], detectors: CATALOGUE };
    const [all, without] = [await readRecordedRows(read), await readRecordedRows({ ...read, leaveOut: attacks })];
    expect(attacks.size).toBeGreaterThanOrEqual(8);
    expect(all.rows - without.rows).toBe(attacks.size);
    expect([...all.timestamps]).toEqual([...all.timestamps].sort());
    const early = await readRecordedRows({ ...read, before: all.timestamps[all.rows >> 1] ?? 0 });
    expect([...early.values]).toEqual([...all.values.subarray(0, early.values.length)]);
    expect(joinTables([early, all]).rows).toBe(early.rows + all.rows);
  });

  it('comes to the same model from the same rows and seed, and to another from another', async () => {
    const runtime = await createWasmRuntime();
    const sources = sourcesOf(true);
    const [first, second, other] = [
      await runTraining(runtime, { ...options, sources }),
      await runTraining(runtime, { ...options, sources: sourcesOf(false) }),
      await runTraining(runtime, { ...options, sources, seed: 2 }),
    ];
    expect(second).toEqual(first);
    expect([...(other.layers[0]?.weights ?? [])]).not.toEqual([...(first.layers[0]?.weights ?? [])]);
    expect(first.training).toMatchObject({ seed: 1, runtime: expect.stringMatching(/^wasm/) });
    expect(first.trainedRows).toBeGreaterThan(500);
    runtime.close();
  });

  it('says that it needs more where there are too few rows', async () => {
    const first = JSON.parse(gunzipSync(readFileSync(path.join(lab, '1.json.gz'))).toString());
    const before = Number(first.block.timestamp) + 60;
    const sources = sourcesOf(false).map((source) => {
      const read: TrainingSource['read'] = (window, onBlock) => source.read({ ...window, before }, onBlock);
      return { ...source, read };
    });
    const runtime = await createWasmRuntime();
    const refusal = await runTraining(runtime, { ...options, sources }).catch((error: unknown) => error);
    expect(isFatal(refusal) && refusal.code).toBe('too-few-rows');
    runtime.close();
  });
});

describe('sampling', () => {
  it('keeps to so many rows of one sender', () => {
    const table = {
      rows: 200,
      senders: Array.from({ length: 200 }, () => 'one'),
      functions: Array.from({ length: 200 }, (_, i) => `f${i}`),
    };
    expect(capRows(table)).toHaveLength(MAX_ROWS_A_SENDER);
  });

  it('drops the highest scores and keeps the order', () => {
    expect(trimHighest(Float32Array.from([5, 1, 9, 2, 3]), 0.2)).toEqual([0, 1, 3, 4]);
  });

  it('splits by time: what calibrates comes after what trains', () => {
    expect(splitByTime({ rows: 10 }, 0.2)).toEqual({ early: [0, 1, 2, 3, 4, 5, 6, 7], late: [8, 9] });
  });
});
